import Dispatch

/// Long work that does not wait for anything runs here, one piece after another, so that tests beside it keep their threads.
enum OwnThread {
    private static let queue = DispatchQueue(label: "protobuf-testing")

    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
