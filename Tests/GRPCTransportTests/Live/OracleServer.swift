import Foundation
import GRPCTransport
import TestSupport

/// grpcio's server in a process of its own.
final class OracleServer {
    let process = Process()
    let endpoint: SocketEndpoint
    private let input = Pipe()

    struct NotStarted: Error {}

    /// `nil` where the oracle interpreter is absent.
    convenience init?() throws {
        guard let python = Repository.oraclePython else { return nil }
        try self.init("transport_server.py", interpreter: python)
    }

    init(_ script: String, interpreter: URL, arguments: [String] = []) throws {
        let output = Pipe()
        process.executableURL = interpreter
        process.arguments = [Repository.root.appending(path: "Tests/Oracles/\(script)").path] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            process.terminate()
            throw NotStarted()
        }
        endpoint = .host("127.0.0.1", port: port)
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func stop() {
        send(SIGCONT)
        send(SIGKILL)
        process.waitUntilExit()
    }
}
