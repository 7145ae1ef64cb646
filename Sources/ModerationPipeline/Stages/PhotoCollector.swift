import Synchronization

/// Gathers the photos of one listing from wherever they come, until all are there or somebody ends the wait.
final class PhotoCollector: Sendable {
    enum Ending: Sendable { case complete, late, refused(String), cancelled }

    struct Gathered: Sendable {
        var photos: [PhotoOutcome?]
        /// How many of them did not have to be decoded for this listing.
        var keptCount = 0
        var sharedCount = 0
        var ending = Ending.complete
    }

    private struct State {
        var gathered: Gathered
        var missing: Int
        var isEnded = false
        /// Photos are still being asked for.
        var isAsking = true
        var refusal: String?
    }

    private let state: Mutex<State>
    private let ending = OneShot<Ending>()

    init(count: Int) {
        state = Mutex(State(gathered: Gathered(photos: Array(repeating: nil, count: count)), missing: count))
    }

    /// True once the outcome is certain.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    func add(_ outcome: PhotoOutcome, from origin: PhotoOrigin, at index: Int) {
        let isComplete = state.withLock { state in
            guard !state.isEnded, state.gathered.photos.indices.contains(index), state.gathered.photos[index] == nil else {
                return false
            }
            state.gathered.photos[index] = outcome
            switch origin {
            case .decoded: break
            case .shared: state.gathered.sharedCount += 1
            case .kept: state.gathered.keptCount += 1
            }
            state.missing -= 1
            return state.missing == 0
        }
        if isComplete { end(.complete) }
    }

    /// A photo was refused: the others are given up as well, but not before each was asked for, since the cache may have it.
    func refuse(_ why: String) {
        let isAsking = state.withLock { state in
            state.refusal = why
            return state.isAsking
        }
        if !isAsking { end(.refused(why)) }
    }

    /// Every photo was asked for.
    func endAsking() {
        let refusal = state.withLock { state in
            state.isAsking = false
            return state.refusal
        }
        if let refusal { end(.refused(refusal)) }
    }

    func end(_ how: Ending) {
        state.withLock { $0.isEnded = true }
        ending.give(how)
    }

    /// Await it once.
    func gathered() async -> Gathered {
        let how = await ending.value()
        var gathered = state.withLock { $0.gathered }
        gathered.ending = how
        return gathered
    }
}
