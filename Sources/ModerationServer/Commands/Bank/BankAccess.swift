import ArgumentParser
import CommandOptions
import Foundation
import GRPCTransport
import MediaInput
import ModerationAPI
import ModerationCore
import Reactor
import RedisAdapter

/// Where a command finds the banks, and in whose name it changes them.
struct BankAccess: ParsableArguments {
    @OptionGroup var options: ConfigurationOptions

    @Option(help: ArgumentHelp("Ask this server instead of the configuration's Redis.", valueName: "host:port"))
    var server: String?

    @OptionGroup var access: AccessOptions

    @Option(
        help: "Who changes something (default: the user); with --server it is the caller, whom the token or certificate names."
    )
    var author: String?

    func validate() throws {
        if let server, SocketEndpoint(parsing: server) == nil { throw ValidationError("--server: '\(server)' is not HOST:PORT") }
        guard server == nil || author == nil else {
            throw ValidationError("--author: a server knows its caller, and takes nobody's word for it")
        }
    }

    /// Runs `body`; a failure becomes one line for the person.
    func withBanks(_ body: (any BankCuration) async throws -> Void) async throws {
        do {
            if let server, let endpoint = SocketEndpoint(parsing: server) {
                try await withServer(endpoint, body)
            } else {
                try await withRedis(body)
            }
        } catch let failure as CurationFailure {
            throw CommandFailure(failure.description)
        }
    }

    private func withServer(_ endpoint: SocketEndpoint, _ body: (any BankCuration) async throws -> Void) async throws {
        let configuration = try access.channelConfiguration()
        let metadata = try access.metadata()
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "bank")
        defer { eventLoops.shutDown() }
        let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: eventLoops)
        defer { channel.close() }
        try await body(RemoteBankCuration(HolsterV1.BanksService.Client(channel, metadata: metadata)))
    }

    private func withRedis(_ body: (any BankCuration) async throws -> Void) async throws {
        let configuration = try options.load()
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "bank")
        defer { eventLoops.shutDown() }
        let client = RedisClient(.patient(configuration.redis), loop: eventLoops.next())
        for _ in 0..<200 where !client.isConnected { try await Task.sleep(for: .milliseconds(10)) }
        do {
            guard client.isConnected else {
                throw CommandFailure("Redis at \(configuration.redis.endpoint) (redis.endpoint) does not answer")
            }
            let parts = CurationParts(
                store: RedisBankStore(client: client, time: .system, timeout: .seconds(30)),
                time: .system,
                pixelMode: configuration.media.pixelMode,
                readPhoto: CurationParts.readingHere(configuration.photoLimits)
            )
            try await body(RedisBankCuration(parts, author: author ?? NSUserName()))
            await client.close()
        } catch {
            await client.close()
            throw error
        }
    }
}

extension BankKind: ExpressibleByArgument {}
extension FingerprintKind: ExpressibleByArgument {}
extension PixelMode: ExpressibleByArgument {}
extension EntryFormat: ExpressibleByArgument {}
extension BankMetadata.State: ExpressibleByArgument {}
extension BankEntry.State: ExpressibleByArgument {}

/// A moment on the command line, as files have it.
struct MomentArgument: ExpressibleByArgument, Sendable {
    let time: UnixTime

    init?(argument: String) {
        guard let time = TimeText.time(argument) else { return nil }
        self.time = time
    }
}

/// What new entries have in common.
struct EntryOptions: ParsableArguments {
    @Option(help: "A note for curators.") var note = ""
    @Option(help: ArgumentHelp("When they stop matching, such as 2027-01-31; never unless given.", valueName: "time"))
    var expires: MomentArgument?
    @Option(help: "live (default), shadow (recorded, does not act) or quarantined.") var state = BankEntry.State.live

    func terms(reason: String, source: String = "") -> EntryTerms {
        EntryTerms(reason: reason, source: source, note: note, expires: expires?.time, state: state)
    }
}

/// A file's bytes, or one line for the person.
func contents(ofPhoto path: String) throws -> ArraySlice<UInt8> {
    guard let data = FileManager.default.contents(atPath: path) else { throw CommandFailure("cannot read '\(path)'") }
    return [UInt8](data)[...]
}
