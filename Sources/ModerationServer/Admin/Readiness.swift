import ModerationCore
import Synchronization

/// What `/readyz` and gRPC health answer from: the last probe of each thing this server leans on, by name.
package final class Readiness: Sendable {
    package enum ComponentState: String, Sendable, Codable {
        case up
        /// Answers go on, with less: the verdicts say so.
        case degraded
        /// Without this one no verdict may be given.
        case down
    }

    package struct Component: Sendable, Equatable, Codable {
        package var name: String
        package var state: ComponentState
        package var detail: String

        package init(name: String, state: ComponentState, detail: String) {
            self.name = name
            self.state = state
            self.detail = detail
        }
    }

    package struct Report: Sendable, Equatable, Codable {
        package var isDraining: Bool
        package var components: [Component]

        package init(isDraining: Bool, components: [Component]) {
            self.isDraining = isDraining
            self.components = components
        }

        /// True while verdicts can be given, however degraded.
        package var canServe: Bool { !isDraining && !components.isEmpty && !components.contains { $0.state == .down } }

        package var status: String {
            if isDraining { return "draining" }
            if components.isEmpty { return "starting" }
            if !canServe { return "down" }
            return components.contains { $0.state == .degraded } ? "degraded" : "ready"
        }
    }

    private struct State {
        var report = Report(isDraining: false, components: [])
        var watchers: [UInt64: AsyncStream<Report>.Continuation] = [:]
        var lastWatcher: UInt64 = 0
    }

    private let state = Mutex(State())

    package init() {}

    package func report() -> Report { state.withLock(\.report) }

    package func update(_ components: [Component]) { change { $0.components = components } }

    package func beginDraining() { change { $0.isDraining = true } }

    /// The report now, and after every change the newest; ends when nobody listens any more.
    package func reports() -> AsyncStream<Report> {
        let (reports, continuation) = AsyncStream.makeStream(of: Report.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastWatcher += 1
            state.watchers[state.lastWatcher] = continuation
            continuation.yield(state.report)
            return state.lastWatcher
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.watchers.removeValue(forKey: number) }
        }
        return reports
    }

    /// Returns when the server begins to drain, or the task is cancelled.
    package func waitForDraining() async {
        for await report in reports() where report.isDraining { return }
    }

    private func change(_ body: (inout Report) -> Void) {
        state.withLock { state in
            let before = state.report
            body(&state.report)
            guard state.report != before else { return }
            for watcher in state.watchers.values { watcher.yield(state.report) }
        }
    }
}
