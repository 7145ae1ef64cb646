import MediaInput
import ModerationCore
import Reactor

/// Gets a listing's photos from the photo cache, which reads on the worker pool what it does not have, and gives up what is late.
struct MediaStage: Sendable {
    let cache: PhotoCache
    let time: TimeSource
    let sleep: @Sendable (Deadline) async throws -> Void

    /// `digests` are the photos' SHA-256, by index. Ends at `deadline` at the latest: jobs cannot be interrupted, so a late one is left to end
    /// by itself (the pool bounds them), and one that has not begun never does, unless others wait for it. A full pool gives up,
    /// as overloaded, all photos that are not in the cache.
    func read(_ photos: [Photo], digests: [String], by deadline: Deadline) async -> MediaReading {
        guard !photos.isEmpty else {
            return MediaReading(photos: [], record: StageTimer.skipped(.media, "no photos"))
        }
        let timer = StageTimer(.media, time: time)
        let collector = PhotoCollector(count: photos.count)
        let tickets = zip(photos, digests).enumerated().compactMap { index, photo in
            cache.request(photo.0, sha256: photo.1) { Self.take($0, index, collector) }
        }
        collector.endAsking()
        let gathered = collector.isEnded ? await collector.gathered() : await wait(for: collector, by: deadline)
        if case .complete = gathered.ending {} else { tickets.forEach(cache.withdraw) }
        return reading(gathered, timer)
    }

    private func wait(for collector: PhotoCollector, by deadline: Deadline) async -> PhotoCollector.Gathered {
        let alarm = Task { [sleep] in
            guard (try? await sleep(deadline)) != nil else { return }
            collector.end(.late)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await collector.gathered()
        } onCancel: {
            collector.end(.cancelled)
        }
    }

    private static func take(_ delivery: PhotoDelivery, _ index: Int, _ collector: PhotoCollector) {
        switch delivery {
        case .ended(.success(let photo), let origin): collector.add(.read(photo), from: origin, at: index)
        case .ended(.failure(let error), let origin): collector.add(.unreadable(error.description), from: origin, at: index)
        case .refused(let full): collector.refuse("worker pool '\(full.poolName)' is full")
        }
    }

    private func reading(_ gathered: PhotoCollector.Gathered, _ timer: StageTimer) -> MediaReading {
        let photos = gathered.photos
        let missing = photos.indices.filter { photos[$0] == nil }.map(String.init).joined(separator: ", ")
        let origins = Self.origins(gathered)
        func given(up detail: String, _ failure: ScoringFailure, _ status: StageStatus) -> MediaReading {
            MediaReading(
                photos: photos,
                shortfall: Shortfall(failure: failure, detail: detail),
                record: timer.record(status, [detail, origins].filter { !$0.isEmpty }.joined(separator: "; "))
            )
        }
        switch gathered.ending {
        case _ where missing.isEmpty:
            return MediaReading(photos: photos, record: timer.record(.ran, origins))
        case .complete, .late, .cancelled:
            return given(up: "photos \(missing) were not read in time", .deadlineNear, .timedOut)
        case .refused(let why):
            return given(up: "photos \(missing) were not read: \(why)", .overloaded, .failed)
        }
    }

    /// Such as "2 of 3 photos from cache, 1 read once with others"; empty where all were read for this listing alone.
    private static func origins(_ gathered: PhotoCollector.Gathered) -> String {
        let ofAll = "of \(gathered.photos.count) photos"
        var parts: [String] = []
        if gathered.keptCount > 0 { parts.append("\(gathered.keptCount) \(ofAll) from cache") }
        if gathered.sharedCount > 0 { parts.append("\(gathered.sharedCount) \(ofAll) read once with another") }
        return parts.joined(separator: ", ")
    }
}
