import Foundation

/// Runs a script of `Tests/Oracles` under the oracle interpreter.
public enum Oracle {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Feeds `input` to the script's standard input and returns its standard output. Throws with the script's own error text.
    public static func run(_ script: String, arguments: [String] = [], input: Data = Data()) throws -> Data {
        guard let python = Repository.oraclePython else { throw Failure(description: "no oracle interpreter") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: neither side can fill a pipe and wait for the other.
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        try input.write(to: files[0])
        for file in files.dropFirst() { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        let process = Process()
        process.executableURL = python
        process.arguments = [Repository.root.appending(path: "Tests/Oracles/\(script)").path] + arguments
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
            throw Failure(description: "\(script) exited \(process.terminationStatus): \(text.suffix(4_000))")
        }
        return try Data(contentsOf: files[1])
    }
}
