import GRPCTransport
import Reactor

extension Readiness {
    /// Runs the part of a streaming handler that waits for its caller, until it ends or the server drains: then its task is cancelled, and what it
    /// returns becomes UNAVAILABLE. Returns how the call ends, `nil` for well.
    func untilDraining(
        on eventLoop: EventLoop?,
        _ body: @escaping @Sendable () async -> GRPCStatus?
    ) async -> GRPCStatus? {
        let reading = eventLoop.map { Task(executorPreference: $0) { await body() } } ?? Task { await body() }
        let watching = Task {
            await waitForDraining()
            reading.cancel()
        }
        defer { watching.cancel() }
        let failure = await withTaskCancellationHandler {
            await reading.value
        } onCancel: {
            reading.cancel()
        }
        guard let failure, failure.code == .cancelled, report().isDraining else { return failure }
        return GRPCStatus(.unavailable, "the server is shutting down: what is unanswered may be sent again elsewhere")
    }
}
