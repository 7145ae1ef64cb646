import Metrics
import ModerationCore
import Synchronization

/// Counts decisions by what callers say of a listing, its category and its region, within bounds: four decisions × (categories + 2) ×
/// (regions + 2) series at the very most, of which only those are made that were seen.
final class ContextMetrics: Sendable {
    private struct Context: Hashable {
        let category: String
        let region: String
    }

    private struct State {
        var categories: ContextLabels
        var regions: ContextLabels
        var counters: [Context: [Decision: Counter]] = [:]
    }

    private let state: Mutex<State>
    private let factory: any MetricsFactory

    init(categories: ContextLabels, regions: ContextLabels, factory: any MetricsFactory) {
        state = Mutex(State(categories: categories, regions: regions))
        self.factory = factory
    }

    func count(_ decision: Decision, category: String, region: String) {
        let category = ContextLabels.category(category)
        let region = ContextLabels.region(region)
        let (context, known) = state.withLock { state -> (Context, [Decision: Counter]?) in
            let context = Context(
                category: state.categories.label(for: category),
                region: state.regions.label(for: region)
            )
            return (context, state.counters[context])
        }
        let counters = known ?? make(context)
        counters[decision]?.increment()
    }

    /// All four at once, so that a ratio of decisions is 0 and not absent where one was never made. Outside the lock: two that are made at
    /// once are one series of the registry.
    private func make(_ context: Context) -> [Decision: Counter] {
        let made = Dictionary(
            uniqueKeysWithValues: Decision.allCases.map { decision in
                let labels = [("decision", decision.rawValue), ("category", context.category), ("region", context.region)]
                return (decision, Counter(label: "holster_decisions_by_context_total", dimensions: labels, factory: factory))
            }
        )
        state.withLock { $0.counters[context] = made }
        return made
    }
}
