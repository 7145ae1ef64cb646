import Glibc
import MediaInput
import ModerationPipeline
import ModerationTesting
import Synchronization

/// Stands in for the photo reader: counts, answers as scripted, and holds its thread until told to go on.
final class ScriptedReading: Sendable {
    private struct State {
        var counts: [String: Int] = [:]
        var active: Set<String> = []
        var overlapCount = 0
        var failures: [String: PhotoError] = [:]
    }

    private let state = Mutex(State())
    private let isHeld: Atomic<Bool>
    private let photo: ReadPhoto

    init(held: Bool = false) throws {
        isHeld = Atomic(held)
        photo = try PhotoReader().read(PhotoFixture.innocent.photo.content)
    }

    var count: Int { state.withLock { $0.counts.values.reduce(0, +) } }
    /// Readings of bytes that were being read already.
    var overlapCount: Int { state.withLock { $0.overlapCount } }
    var activeCount: Int { state.withLock { $0.active.count } }

    func fail(_ sha256: String, with error: PhotoError?) { state.withLock { $0.failures[sha256] = error } }
    func release() { isHeld.store(false, ordering: .sequentiallyConsistent) }

    func read(_ sha256: String) -> PhotoCache.Outcome {
        let failure = state.withLock { state in
            state.counts[sha256, default: 0] += 1
            if !state.active.insert(sha256).inserted { state.overlapCount += 1 }
            return state.failures[sha256]
        }
        while isHeld.load(ordering: .sequentiallyConsistent) { usleep(200) }
        state.withLock { _ = $0.active.remove(sha256) }
        return failure.map { .failure($0) } ?? .success(photo)
    }
}

/// What somebody who waits was given.
final class Deliveries: Sendable {
    private let received = Mutex<[PhotoDelivery]>([])

    var all: [PhotoDelivery] { received.withLock { $0 } }
    var count: Int { all.count }
    var take: @Sendable (PhotoDelivery) -> Void { { delivery in self.received.withLock { $0.append(delivery) } } }

    func count(from origin: PhotoOrigin) -> Int {
        all.count { if case .ended(_, origin) = $0 { true } else { false } }
    }

    var failures: [PhotoError] {
        all.compactMap { if case .ended(.failure(let error), _) = $0 { error } else { nil } }
    }

    var refusalCount: Int { all.count { if case .refused = $0 { true } else { false } } }
}
