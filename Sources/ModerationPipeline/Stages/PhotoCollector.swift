import Synchronization

/// Gathers the photos of one listing from the pool's threads, until all are there or somebody ends the wait.
final class PhotoCollector: Sendable {
    enum Ending: Sendable { case complete, late, refused(String), cancelled }

    private struct State {
        var photos: [PhotoOutcome?]
        var missing: Int
        var isEnded = false
    }

    private let state: Mutex<State>
    private let ending = OneShot<Ending>()

    init(count: Int) { state = Mutex(State(photos: Array(repeating: nil, count: count), missing: count)) }

    /// True once nobody waits any more: a job that has not begun need not.
    var isEnded: Bool { state.withLock { $0.isEnded } }

    func add(_ outcome: PhotoOutcome, at index: Int) {
        let isComplete = state.withLock { state in
            guard !state.isEnded, state.photos.indices.contains(index), state.photos[index] == nil else { return false }
            state.photos[index] = outcome
            state.missing -= 1
            return state.missing == 0
        }
        if isComplete { end(.complete) }
    }

    func end(_ how: Ending) {
        state.withLock { $0.isEnded = true }
        ending.give(how)
    }

    /// Await it once.
    func gathered() async -> (photos: [PhotoOutcome?], ending: Ending) {
        let how = await ending.value()
        return (state.withLock { $0.photos }, how)
    }
}
