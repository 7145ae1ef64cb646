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

    private let current = Mutex(Report(isDraining: false, components: []))

    package init() {}

    package func report() -> Report { current.withLock { $0 } }

    package func update(_ components: [Component]) { current.withLock { $0.components = components } }

    package func beginDraining() { current.withLock { $0.isDraining = true } }
}
