internal import Dispatch
package import ModerationCore

/// The photos of cases: keeps them through one writing thread, and gives them back.
///
/// Bytes are bounded in memory too (``StoreConfiguration/pendingPhotoByteLimit``): beyond it a photo is given up at once, so that an outage never
/// holds a verdict.
package final class PhotoFolder: Sendable {
    private struct Job: Sendable {
        var photos: [PhotoToKeep]
        var report: OneShot<[PhotoEvidence]>
    }

    private let shelf: PhotoShelf
    private let photoWait: Duration
    private let statistics: StatisticsBoard
    private let writer: BatchWriter<Job>
    private let timers = DispatchQueue(label: "holster.photo-wait")

    package init(configuration: StoreConfiguration, statistics: StatisticsBoard) throws(StoreFailure) {
        let shelf = try PhotoShelf(configuration: configuration, statistics: statistics)
        self.shelf = shelf
        self.statistics = statistics
        photoWait = configuration.photoWait
        // The bytes are the real bound; the count keeps empty photos from piling up.
        let limits = BatchLimits(entryCount: 4_096, weight: configuration.pendingPhotoByteLimit)
        writer = BatchWriter(
            label: "holster.photos",
            limits: limits,
            weigh: { job in job.photos.reduce(0) { $0 + $1.content.count } },
            write: { jobs in
                for (job, evidence) in zip(jobs, shelf.place(jobs.map(\.photos))) { job.report.fire(evidence) }
                return jobs.map { _ in nil }
            }
        )
    }

    /// Keeps the photos and says what became of each; after ``StoreConfiguration/photoWait`` it answers what is planned, and goes on writing.
    package func keep(_ photos: [PhotoToKeep]) async -> [PhotoEvidence] {
        if photos.isEmpty { return [] }
        return await withCheckedContinuation { continuation in
            let report = OneShot<[PhotoEvidence]> { continuation.resume(returning: $0) }
            writer.enqueue(Job(photos: photos, report: report)) { [statistics] failure in
                guard let failure else { return }
                statistics.update { $0.lostPhotoCount += photos.count }
                report.fire(photos.map { _ in .missing(failure.message) })
            }
            let wait = DispatchTimeInterval.microseconds(Int(clamping: photoWait.wholeMicroseconds))
            timers.asyncAfter(deadline: .now() + wait) { [statistics] in
                if report.fire(photos.map { $0.hasValidDigest ? .whole : .missing("no digest") }) {
                    statistics.update { $0.latePhotoCount += photos.count }
                }
            }
        }
    }

    /// The photo as uploaded, or its reduced rendering; `nil` when neither is there. Blocks on the disk.
    package func content(of digest: String) throws(StoreFailure) -> [UInt8]? { try shelf.content(of: digest) }

    package func close() async { await writer.close() }
}
