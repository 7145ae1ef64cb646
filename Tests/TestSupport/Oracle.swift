import Foundation

/// Runs a script of `Tests/Oracles` in a process of its own.
public enum Oracle {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// How a script ended, and what it printed.
    public struct Outcome: Sendable {
        public let exitStatus: Int32
        public let output: Data
        public let errorText: String

        /// Standard output, line by line.
        public var lines: [String] {
            String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// Feeds `input` to the script's standard input and returns its standard output. Throws with the script's own error text.
    public static func run(_ script: String, arguments: [String] = [], input: Data = Data()) throws -> Data {
        guard let python = Repository.oraclePython else { throw Failure(description: "no oracle interpreter") }
        let outcome = try finish(script, interpreter: python, arguments: arguments, input: input)
        guard outcome.exitStatus == 0 else {
            throw Failure(description: "\(script) exited \(outcome.exitStatus): \(outcome.errorText.suffix(4_000))")
        }
        return outcome.output
    }

    /// The same under an interpreter of one's choice, whatever the exit status.
    public static func finish(
        _ script: String,
        interpreter: URL,
        arguments: [String] = [],
        input: Data = Data()
    ) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: neither side can fill a pipe and wait for the other.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try input.write(to: files[0])
        for file in files.dropFirst() { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        process.executableURL = interpreter
        process.arguments = [Repository.root.appending(path: "Tests/Oracles/\(script)").path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        return Outcome(
            exitStatus: process.terminationStatus,
            output: try Data(contentsOf: files[1]),
            errorText: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
        )
    }
}
