internal import Synchronization

/// The store's counters, shared by its threads.
package final class StatisticsBoard: Sendable {
    private let values = Mutex(StoreStatistics())

    package init() {}

    package var snapshot: StoreStatistics { values.withLock { $0 } }

    package func update(_ change: (inout StoreStatistics) -> Void) { values.withLock { change(&$0) } }
}

extension StoreStatistics {
    mutating func count(_ evidence: [PhotoEvidence]) {
        for photo in evidence {
            switch photo {
            case .whole: break
            case .reduced: reducedPhotoCount += 1
            case .missing: lostPhotoCount += 1
            }
        }
    }
}
