internal import Reactor

/// Runs gzip where it delays nobody's connection: on two threads of its own, at most 64 messages in line.
enum CompressionWork {
    private static let pool = WorkerPool(name: "gzip", threadCount: 2, queueLimit: 64)

    /// The message as it was before its sender compressed it.
    static func plain(_ message: InboundMessage, limit: Int) async throws(GRPCStatus) -> ArraySlice<UInt8> {
        guard message.isCompressed else { return message.bytes }
        let outcome: Result<[UInt8], Gzip.Failure> = try await run {
            Result { () throws(Gzip.Failure) in try Gzip.inflate(message.bytes, limit: limit) }
        }
        do { return try outcome.get()[...] } catch { throw error.status }
    }

    static func compressed(_ message: GRPCMessage) async throws(GRPCStatus) -> GRPCMessage {
        let outcome: Result<[UInt8], Gzip.Failure> = try await run {
            Result { () throws(Gzip.Failure) in try Gzip.deflate(message.segments) }
        }
        do { return GRPCMessage(try outcome.get()) } catch { throw error.status }
    }

    private static func run<R: Sendable>(_ work: @escaping @Sendable () -> R) async throws(GRPCStatus) -> R {
        do {
            return try await pool.run(work)
        } catch {
            throw GRPCStatus(.resourceExhausted, "too many messages wait to be compressed or decompressed")
        }
    }
}
