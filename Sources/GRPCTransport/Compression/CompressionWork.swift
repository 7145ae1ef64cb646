internal import Reactor
internal import Synchronization

/// Runs gzip where it delays nobody's connection: small messages in place, others on two threads of its own, at most 64 in line and eight of
/// one connection.
enum CompressionWork {
    private static let pool = WorkerPool(name: "gzip", threadCount: 2, queueLimit: 64)

    /// What is inflated in place: a fraction of a millisecond.
    private static let smallByteCount = 64 << 10

    /// One connection's part of the line.
    final class Share: Sendable {
        static let limit = 8
        private let count = Atomic<Int>(0)

        func take() -> Bool {
            if count.wrappingAdd(1, ordering: .relaxed).newValue <= Self.limit { return true }
            giveBack()
            return false
        }

        func giveBack() { count.wrappingSubtract(1, ordering: .relaxed) }
    }

    /// The message as it was before its sender compressed it. `share`: that of its connection, where there is one.
    static func plain(_ message: InboundMessage, limit: Int, share: Share? = nil) async throws(GRPCStatus) -> ArraySlice<UInt8> {
        guard message.isCompressed else { return message.bytes }
        if message.bytes.count <= smallByteCount, let bytes = try? Gzip.inflate(message.bytes, limit: min(limit, smallByteCount))
        {
            return bytes[...]
        }
        let outcome: Result<[UInt8], Gzip.Failure> = try await run(share) {
            Result { () throws(Gzip.Failure) in try Gzip.inflate(message.bytes, limit: limit) }
        }
        do { return try outcome.get()[...] } catch { throw error.status }
    }

    static func compressed(_ message: GRPCMessage) async throws(GRPCStatus) -> GRPCMessage {
        let outcome: Result<[UInt8], Gzip.Failure>
        if message.byteCount <= smallByteCount {
            outcome = Result { () throws(Gzip.Failure) in try Gzip.deflate(message.segments) }
        } else {
            outcome = try await run(nil) { Result { () throws(Gzip.Failure) in try Gzip.deflate(message.segments) } }
        }
        do { return GRPCMessage(try outcome.get()) } catch { throw error.status }
    }

    private static func run<R: Sendable>(_ share: Share?, _ work: @escaping @Sendable () -> R) async throws(GRPCStatus) -> R {
        let refusal = GRPCStatus(.resourceExhausted, "too many messages wait to be compressed or decompressed")
        guard share?.take() ?? true else { throw refusal }
        defer { share?.giveBack() }
        do { return try await pool.run(work) } catch { throw refusal }
    }
}
