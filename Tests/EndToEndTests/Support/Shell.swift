import Foundation
import TestSupport

/// Runs programs of the checkout. Output goes through files, so that nobody waits for a pipe.
enum Shell {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs to the end and returns standard output; throws with both outputs when the status is not 0.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-shell-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "out")
        let errors = folder.appending(path: "err")
        let process = try start(program, arguments, environment: environment, output: output, errors: errors)
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            let errorText = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            throw Failure(
                description:
                    "\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus):\n\(text)\n\(errorText)"
            )
        }
        return text
    }

    /// Starts, and returns while it runs. A relative `program` is one of the checkout's.
    static func start(
        _ program: String,
        _ arguments: [String],
        environment: [String: String],
        output: URL,
        errors: URL
    ) throws -> Process {
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        // Worker threads block signals, and children inherit that: `env` gives them the default back, or SIGTERM would do nothing.
        process.executableURL = URL(filePath: "/usr/bin/env")
        let path = program.hasPrefix("/") ? program : Repository.root.appending(path: program).path
        process.arguments = ["--default-signal", path] + arguments
        process.currentDirectoryURL = Repository.root
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        return process
    }
}
