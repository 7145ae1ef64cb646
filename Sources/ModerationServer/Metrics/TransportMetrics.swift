import GRPCTransport
import Metrics
import Synchronization

/// What the gRPC port's peers did, as counters and a gauge.
struct TransportMetrics: Sendable {
    private final class Open: Sendable {
        let count = Atomic<Int>(0)
    }

    /// Made at the start: a counter that appears with its first event shows no increase.
    private let closed = Dictionary(
        uniqueKeysWithValues: GRPCServerEvent.closingCauses.map { cause in
            (cause, Counter(label: "holster_grpc_connections_closed_total", dimensions: [("cause", cause)]))
        }
    )
    private let opened = Counter(label: "holster_grpc_connections_opened_total")
    private let turnedAway = Counter(label: "holster_grpc_connections_turned_away_total")
    private let refusedStreams = Counter(label: "holster_grpc_streams_refused_total")
    private let openGauge = Gauge(label: "holster_grpc_connections_open")
    private let open = Open()

    func record(_ event: GRPCServerEvent) {
        switch event {
        case .connectionOpened:
            opened.increment()
            openGauge.record(open.count.wrappingAdd(1, ordering: .relaxed).newValue)
        case .connectionClosed(let cause, _):
            closed[cause]?.increment()
            openGauge.record(open.count.wrappingSubtract(1, ordering: .relaxed).newValue)
        case .connectionTurnedAway: turnedAway.increment()
        case .streamRefused: refusedStreams.increment()
        case .callRefused(let code):
            Counter(label: "holster_grpc_calls_refused_total", dimensions: [("code", code.description)]).increment()
        }
    }
}
