import Foundation
import GRPCTransport
import MediaInput
import ModerationAPI
import ModerationCore
import ModerationServer
import Reactor
import RedisAdapter
import Screening
import Synchronization
import TestSupport
import Testing
import TextInput

/// A real redis-server on a socket of its own, curated directly or through a server.
final class CurationFixture: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let isPossible: Bool = {
        let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/redis-server")
        if !isThere { print("SKIPPED: no /usr/bin/redis-server: banks are not curated in tests") }
        return isThere
    }()

    /// How the banks are reached.
    enum Way: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case redis, server

        var testDescription: String { rawValue }
    }

    /// What the log got.
    let log = Lines()

    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private let folder: URL
    private let processID: Int32
    let loops: EventLoopGroup
    let redis: RedisClient

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "holster-curation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/redis-server")
        let socket = folder.appending(path: "redis.sock").path
        process.arguments = [
            "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", folder.path, "--logfile",
            folder.appending(path: "log").path,
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        processID = process.processIdentifier
        loops = try EventLoopGroup(threadCount: 2, name: "curation")
        redis = RedisClient(RedisConfiguration(endpoint: .unix(path: socket)), loop: loops.next())
        for _ in 0..<1_000 where !redis.isConnected { try await Task.sleep(for: .milliseconds(10)) }
        guard redis.isConnected else { throw Failure(description: "no connection to \(socket)") }
    }

    deinit {
        kill(processID, SIGKILL)
        loops.shutDown()
        try? FileManager.default.removeItem(at: folder)
    }

    func parts(now: Int64 = 1_700_000_000_000) -> CurationParts {
        let time = TimeSource(monotonicNow: { .now }, wallNow: { UnixTime(milliseconds: now) })
        return CurationParts(
            store: RedisBankStore(client: redis, time: time),
            time: time,
            pixelMode: .exact,
            readPhoto: CurationParts.readingHere(PhotoReader.Limits()),
            memory: { $0 == "guns" ? BankInMemory(epoch: 7, entryCount: 3, staleMilliseconds: 5) : nil },
            log: { [log] in log.add($0) }
        )
    }

    /// Runs `body` with the banks, reached that way, in the name of mara.
    func withBanks(_ way: Way, _ body: (any BankCuration) async throws -> Void) async throws {
        guard way == .server else { return try await body(RedisBankCuration(parts(), author: "mara")) }
        let normaliser = try TextNormaliser()
        let rules = try RuleSet(yaml: "version: 1\nrules: []\n", name: "rules.yaml", digest: "0") { _, _ in nil }
        var router = GRPCRouter()
        BanksHandler(
            parts: parts(),
            executor: loops.next(),
            explainText: TextExplanation(normaliser: normaliser, titleCharacterCount: 500, descriptionCharacterCount: 20_000) {
                rules
            }
        ).register(in: &router)
        var configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 0))
        configuration.gate = NamingGate(name: "mara")
        let server = GRPCServer(configuration: configuration, router: router, eventLoops: loops)
        let channel = GRPCChannel(endpoint: try server.start(), eventLoops: loops)
        do {
            try await body(RemoteBankCuration(HolsterV1.BanksService.Client(channel)))
            channel.close()
            await server.drain(timeout: .seconds(2))
        } catch {
            channel.close()
            await server.drain(timeout: .seconds(2))
            throw error
        }
    }
}

/// Takes everybody for one caller.
private struct NamingGate: GRPCCallGate {
    let name: String

    func admit(_ call: GRPCCallHead) throws(GRPCStatus) -> any GRPCCallPermit { Permit(name) }

    private final class Permit: GRPCCallPermit {
        let caller: String?

        init(_ name: String) { caller = name }

        func received(byteCount: Int) {}
        func admitMessage() {}
        func ended() {}
    }
}

/// A file's bytes, in pieces of a size.
struct BytesInPieces: ImportSource {
    var rest: ArraySlice<UInt8>
    let size: Int

    init(_ bytes: [UInt8], size: Int) {
        rest = bytes[...]
        self.size = size
    }

    mutating func next() async throws(CurationFailure) -> ImportPart? {
        guard !rest.isEmpty else { return nil }
        let piece = rest.prefix(size)
        rest = rest.dropFirst(piece.count)
        return .bytes(piece)
    }
}
