import GRPCTransport
import ProtobufWire

/// `grpc.testing.TestService` on our server, as the interop procedures want it.
enum InteropService {
    typealias Messages = InteropMessages

    static let initialName = "x-grpc-test-echo-initial"
    static let trailingName = "x-grpc-test-echo-trailing-bin"

    static func router() -> GRPCRouter {
        var router = GRPCRouter()
        router.unary(path("EmptyCall")) { message, context throws(GRPCStatus) in
            echo(context)
            return encode(try decode(message, as: Messages.Empty.self))
        }
        router.unary(path("UnaryCall")) { message, context throws(GRPCStatus) in
            let request = try decode(message, as: Messages.SimpleRequest.self)
            if let expected = request.expectCompressed { try expect(isCompressed: expected.value, message.count, context) }
            if request.responseCompressed?.value == true { context.response.compression = .gzip }
            echo(context)
            try obey(request.responseStatus)
            return encode(payload(request.responseSize))
        }
        addStreaming(to: &router)
        return router
    }

    static func path(_ method: String) -> String { "/grpc.testing.TestService/\(method)" }

    static func echo(_ context: GRPCServerContext) {
        if let value = context.metadata.text(initialName) { context.response.initial.add(initialName, value) }
        if let value = context.metadata.binary(trailingName) { context.response.trailing.add(trailingName, binary: value) }
    }

    /// INVALID_ARGUMENT where the messages, `plainByteCount` bytes in all, came in more bytes than a compressed one among them would have left,
    /// or the other way round.
    static func expect(
        isCompressed: Bool,
        _ plainByteCount: Int,
        _ context: GRPCServerContext
    ) throws(GRPCStatus) {
        let arrived = context.caller.flatMap { ByteCountingGate.shared.arrivedByteCount(of: $0) } ?? 0
        guard isCompressed == (arrived < plainByteCount) else {
            throw GRPCStatus(.invalidArgument, "\(plainByteCount) bytes came in \(arrived): compressed should be \(isCompressed)")
        }
    }

    static func obey(_ status: Messages.EchoStatus?) throws(GRPCStatus) {
        guard let status, status.code != 0 else { return }
        throw GRPCStatus(GRPCStatusCode(rawValue: Int(status.code)), status.message)
    }

    static func payload(_ size: Int32) -> Messages.PayloadResponse {
        var response = Messages.PayloadResponse()
        response.payload = Messages.Payload(byteCount: min(Int(size), 8 << 20))
        return response
    }

    static func encode(_ message: some ProtobufMessage) -> GRPCMessage { GRPCMessage(segments: message.encoded().segments) }

    static func decode<Message: ProtobufMessage>(
        _ bytes: ArraySlice<UInt8>,
        as type: Message.Type
    ) throws(GRPCStatus) -> Message {
        do {
            return try Message(decoding: bytes)
        } catch {
            throw GRPCStatus(.internalError, "\(Message.protobufName): \(error)")
        }
    }
}
