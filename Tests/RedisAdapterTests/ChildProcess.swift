import Foundation
import Synchronization
import TestSupport

/// A process that is spoken to by lines, and ends when this does.
final class ChildProcess: Sendable {
    private final class Output: Sendable {
        struct State {
            var rest = ""
            var lines: [String] = []
        }

        let state = Mutex(State())

        func take(_ text: String) {
            state.withLock { state in
                state.rest += text
                var lines = state.rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                state.rest = lines.popLast() ?? ""
                state.lines += lines
            }
        }
    }

    private let output = Output()
    private let input = Pipe()
    private let process = Process()

    init(_ executable: URL, _ arguments: [String]) throws {
        process.executableURL = executable
        process.arguments = arguments
        process.standardInput = input
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // A thread that reads until the process ends. Foundation's `readabilityHandler` closes the descriptor beside the dispatch queue
        // that still watches it: a process that ended by itself crashed libdispatch.
        let output = output
        Thread.detachNewThread {
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                output.take(String(decoding: data, as: UTF8.self))
            }
        }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    /// Everything printed so far.
    var lines: [String] { output.state.withLock { $0.lines } }

    /// What was printed since the last call.
    func takeLines() -> [String] {
        output.state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }

    func say(_ line: String) throws { try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }
}

extension ChildProcess {
    /// The programs that the package built are beside the tests.
    static let bankBench: URL? = {
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let program = folder.appending(path: "bank-bench")
        if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        print("SKIPPED: no bank-bench in \(folder.path): tests of two processes do not run")
        return nil
    }()

    static func bankFollower(port: Int) throws -> ChildProcess {
        guard let program = bankBench else { throw RedisServer.Failure(description: "no bank-bench") }
        return try ChildProcess(program, ["follow", "127.0.0.1:\(port)"])
    }

    /// A link to a port that can be cut; returns it and the port to connect to.
    static func link(to port: Int) async throws -> (ChildProcess, port: Int) {
        guard let python = Repository.debianPython ?? Repository.oraclePython else {
            throw RedisServer.Failure(description: "no Python")
        }
        let link = try ChildProcess(python, [Repository.root.appending(path: "Tests/Oracles/tcp_link.py").path, String(port)])
        var found: Int?
        _ = await eventually {
            found = link.lines.first.flatMap { Int($0) }
            return found != nil
        }
        guard let found else { throw RedisServer.Failure(description: "no link") }
        return (link, found)
    }
}
