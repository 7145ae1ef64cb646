import GRPCTransport
import HTTP2Transport
import ProtobufWire

/// The official interop cases on our client. Each throws what went wrong.
///
/// Source: grpc/grpc `doc/interop-test-descriptions.md`.
struct InteropClient: Sendable {
    typealias Messages = InteropMessages
    typealias Case = @Sendable (InteropClient) async throws -> Void

    struct Mismatch: Error, CustomStringConvertible {
        let description: String
    }

    let client: LiveClient
    let endpoint: SocketEndpoint
    /// `nil` in the clear.
    let tls: TLSClientContext?

    static let specialMessage = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"

    static let unaryCases: [(name: String, run: Case)] = [
        ("empty_unary", { try await $0.emptyUnary() }),
        ("large_unary", { try await $0.largeUnary($0.client.channel) }),
        ("custom_metadata", { try await $0.customMetadata() }),
        ("status_code_and_message", { try await $0.statusOfUnary(message: "test status message") }),
        ("special_status_message", { try await $0.statusOfUnary(message: specialMessage) }),
        ("unimplemented_method", { try await $0.unimplemented(InteropService.path("UnimplementedCall")) }),
        ("unimplemented_service", { try await $0.unimplemented("/grpc.testing.UnimplementedService/UnimplementedCall") }),
        ("channel_soak", { try await $0.channelSoak() }),
    ]

    static var large: Messages.SimpleRequest {
        var request = Messages.SimpleRequest()
        request.responseSize = 314_159
        request.payload = Messages.Payload(byteCount: 271_828)
        return request
    }

    static var deadline: ContinuousClock.Instant { .now.advanced(by: .seconds(60)) }

    func equal<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) throws {
        if found != wanted { throw Mismatch(description: "\(what) is \(found), not \(wanted)") }
    }

    func unary(
        _ method: String,
        _ request: some ProtobufMessage,
        metadata: GRPCMetadata = .init(),
        on channel: GRPCChannel? = nil
    ) async throws(GRPCStatus) -> GRPCUnaryResponse {
        try await (channel ?? client.channel).unary(
            InteropService.path(method),
            InteropService.encode(request),
            metadata: metadata,
            deadline: Self.deadline
        )
    }

    func bodySize(_ message: ArraySlice<UInt8>) throws(GRPCStatus) -> Int {
        try InteropService.decode(message, as: Messages.PayloadResponse.self).payload?.body.count ?? 0
    }

    func status<Value>(_ body: () async throws(GRPCStatus) -> Value) async -> GRPCStatus {
        do throws(GRPCStatus) {
            _ = try await body()
            return GRPCStatus(.ok, "")
        } catch {
            return error
        }
    }

    private func emptyUnary() async throws {
        try equal(await unary("EmptyCall", Messages.Empty()).message, [], "the answer")
    }

    private func largeUnary(_ channel: GRPCChannel) async throws {
        try equal(bodySize(await unary("UnaryCall", Self.large, on: channel).message), 314_159, "the body")
    }

    private func customMetadata() async throws {
        let response = try await unary("UnaryCall", Self.large, metadata: Self.metadata)
        try checkMetadata(response.initialMetadata, response.trailingMetadata)
    }

    static var metadata: GRPCMetadata {
        var metadata = GRPCMetadata()
        metadata.add(InteropService.initialName, "test_initial_metadata_value")
        metadata.add(InteropService.trailingName, binary: [0xAB, 0xAB, 0xAB])
        return metadata
    }

    func checkMetadata(_ initial: GRPCMetadata, _ trailing: GRPCMetadata) throws {
        try equal(initial.text(InteropService.initialName), "test_initial_metadata_value", "the initial metadata")
        try equal(trailing.binary(InteropService.trailingName), [0xAB, 0xAB, 0xAB], "the trailing metadata")
    }

    private func statusOfUnary(message: String) async throws {
        var request = Messages.SimpleRequest()
        request.responseStatus = Messages.EchoStatus(code: 2, message: message)
        try equal(
            await status { () throws(GRPCStatus) in try await unary("UnaryCall", request) },
            GRPCStatus(.unknown, message),
            "the status"
        )
    }

    private func unimplemented(_ path: String) async throws {
        let seen = await status { () throws(GRPCStatus) in
            try await client.channel.unary(path, GRPCMessage([]), deadline: Self.deadline)
        }
        try equal(seen.code, .unimplemented, "the status")
    }

    private func channelSoak() async throws {
        for _ in 0..<10 {
            var configuration = GRPCChannel.Configuration()
            configuration.tls = tls
            let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: client.loops)
            defer { channel.close() }
            try await largeUnary(channel)
        }
    }
}
