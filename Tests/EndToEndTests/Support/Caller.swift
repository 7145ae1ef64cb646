import Foundation
import TestSupport

/// A run of `e2e_calls.py`, one caller with stock grpcio; and what it prints.
struct Caller {
    let process: Process
    let output: URL
    let log: URL

    /// Starts, and returns while it runs.
    init(_ stack: RealStack, _ name: String, _ arguments: [String] = []) throws {
        guard let python = Repository.oraclePython else { throw Shell.Failure(description: "no oracle interpreter") }
        let run = "\(name)-\(UUID().uuidString.prefix(8))"
        output = stack.folder.appending(path: "\(run).json")
        log = stack.folder.appending(path: "\(run).log")
        process = try Shell.start(
            python.path,
            ["Tests/Oracles/e2e_calls.py", stack.grpcAddress, "--case", name] + arguments,
            environment: [:],
            output: output,
            errors: log
        )
    }

    /// The lines printed so far.
    var lines: [String] {
        ((try? String(contentsOf: output, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Waits at most a minute until the line has been printed.
    func await(_ line: String) async throws {
        for _ in 0..<600 {
            if lines.contains(line) { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Shell.Failure(description: "the caller did not print '\(line)': \(lines)\n\(errorText)")
    }

    /// Waits for the end; the document of the last line.
    func finish<Seen: Decodable>(_ type: Seen.Type) throws -> Seen {
        process.waitUntilExit()
        guard process.terminationStatus == 0, let last = lines.last else { throw Shell.Failure(description: errorText) }
        return try JSONDecoder().decode(type, from: Data(last.utf8))
    }

    private var errorText: String { String(((try? String(contentsOf: log, encoding: .utf8)) ?? "").suffix(4_000)) }
}

/// What several cases print.
struct SeenStatuses: Decodable {
    let statuses: [String]
    /// Of the last call of its kind; empty where it went well.
    let message: String
}
