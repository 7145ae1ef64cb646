internal import Dispatch
internal import ModerationCore

/// Reads files for reviewers, one at a time, off the cooperative threads.
enum BlockingRead {
    private static let queue = DispatchQueue(label: "holster.photo-reads", qos: .utility)

    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreFailure) -> Value
    ) async throws(StoreFailure) -> Value {
        let result: Result<Value, StoreFailure> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}
