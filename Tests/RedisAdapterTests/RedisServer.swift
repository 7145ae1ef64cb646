import Foundation
import ModerationCore
import Reactor
import RedisAdapter
import TestSupport

/// A real redis-server on a free loopback port, without persistence, stopped when the tests end at the latest.
final class RedisServer: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let isInstalled: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")
        if !isThere { print("SKIPPED: no /usr/bin/redis-server: tests against Redis do not run") }
        return isThere
    }()

    /// One loop for all tests of the process; its thread ends with the process.
    static let loops: EventLoopGroup? = try? EventLoopGroup(threadCount: 1, name: "redis-tests")

    let port: Int
    let folder: URL
    private let extra: [String]
    private let isSentinel: Bool
    // Confined to the one test that made this server.
    private var process: Process?
    private var clients: [RedisClient] = []

    var socketPath: String { folder.appending(path: "redis.sock").path }

    init(_ extra: String...) throws {
        port = try Self.freePort()
        folder = Self.newFolder()
        self.extra = extra
        isSentinel = false
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try start()
    }

    /// A sentinel, which needs a configuration file that it may write.
    init(sentinel configuration: String) throws {
        port = try Self.freePort()
        folder = Self.newFolder()
        let file = folder.appending(path: "sentinel.conf")
        extra = [file.path, "--sentinel", "--port", String(port), "--bind", "127.0.0.1"]
        isSentinel = true
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(configuration.utf8).write(to: file)
        try start()
    }

    private static func newFolder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "holster-redis-\(UUID().uuidString)")
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)
    }

    func start() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/redis-server")
        let plain =
            [
                "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.path,
                "--unixsocket", socketPath, "--daemonize", "no", "--logfile", folder.appending(path: "log").path,
            ]
        process.arguments = isSentinel ? extra : plain + extra
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    func kill() {
        guard let process else { return }
        _ = Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    func freeze() { if let process { _ = Glibc.kill(process.processIdentifier, SIGSTOP) } }

    func thaw() { if let process { _ = Glibc.kill(process.processIdentifier, SIGCONT) } }

    /// A client that has connected.
    func client(_ change: (inout RedisConfiguration) -> Void = { _ in }) async throws -> RedisClient {
        let client = try unconnectedClient(change)
        guard await eventually({ client.isConnected }) else { throw Failure(description: "no connection to port \(port)") }
        return client
    }

    func unconnectedClient(_ change: (inout RedisConfiguration) -> Void = { _ in }) throws -> RedisClient {
        var configuration = RedisConfiguration(host: "127.0.0.1", port: port)
        change(&configuration)
        guard let loop = Self.loops?.next() else { throw Failure(description: "no event loop") }
        let client = RedisClient(configuration, loop: loop)
        clients.append(client)
        return client
    }

    /// Replies that redis-py got.
    func oracle(_ commands: [[String]]) throws -> [Any] {
        let output = try Oracle.run(
            "stores_redis.py",
            arguments: [String(port)],
            input: try JSONSerialization.data(withJSONObject: commands)
        )
        return try JSONSerialization.jsonObject(with: output) as? [Any] ?? []
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
            }
        }
        guard status == 0 else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

let testTime = TimeSource(
    monotonicNow: { ContinuousClock.now },
    wallNow: { UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
)

func soon(_ duration: Duration = .seconds(10)) -> Deadline { .after(duration, from: .now) }

/// Polls until the condition holds, at most half a minute: a loaded machine is slow, not wrong.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

extension RedisClient {
    @discardableResult
    func run(_ arguments: String...) async throws -> RedisReply {
        try await send(RedisCommand(arguments.map { Array($0.utf8) }), deadline: soon())
    }
}

/// As the decision store gives it on.
func stored(_ verdict: Verdict) -> StoredVerdict {
    let json = (try? JSONEncoder().encode(verdict)).map { String(decoding: $0, as: UTF8.self) }
    return StoredVerdict(verdict, json: json ?? "")
}
