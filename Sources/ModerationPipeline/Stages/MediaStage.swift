import MediaInput
import ModerationCore
import Reactor

/// Reads photos on the worker pool, one job a photo so that several are read side by side, and gives up what is late.
struct MediaStage: Sendable {
    let reader: PhotoReader
    let pool: WorkerPool
    let time: TimeSource
    let sleep: @Sendable (Deadline) async throws -> Void

    /// Ends at `deadline` at the latest: jobs cannot be interrupted, so a late one is left to end by itself (the pool bounds them),
    /// and one that has not begun never does. A full pool gives all photos up as overloaded.
    func read(_ photos: [Photo], by deadline: Deadline) async -> MediaReading {
        guard !photos.isEmpty else {
            return MediaReading(photos: [], record: StageTimer.skipped(.media, "no photos"))
        }
        let timer = StageTimer(.media, time: time)
        let collector = PhotoCollector(count: photos.count)
        for (index, photo) in photos.enumerated() { start(photo, index, collector) }
        let alarm = Task { [sleep] in
            guard (try? await sleep(deadline)) != nil else { return }
            collector.end(.late)
        }
        defer { alarm.cancel() }
        let (outcomes, ending) = await withTaskCancellationHandler {
            await collector.gathered()
        } onCancel: {
            collector.end(.cancelled)
        }
        return reading(outcomes, ending, timer)
    }

    private func start(_ photo: Photo, _ index: Int, _ collector: PhotoCollector) {
        // Not a child of the check: the check may end before its photo is read.
        Task { [pool, reader] in
            do throws(WorkerPoolFull) {
                let outcome = try await pool.run { collector.isEnded ? nil : Self.attempt(reader, photo) }
                if let outcome { collector.add(outcome, at: index) }
            } catch {
                collector.end(.refused("worker pool '\(error.poolName)' is full"))
            }
        }
    }

    private static func attempt(_ reader: PhotoReader, _ photo: Photo) -> PhotoOutcome {
        do throws(PhotoError) { return .read(try reader.read(photo.content)) } catch { return .unreadable(error.description) }
    }

    private func reading(_ outcomes: [PhotoOutcome?], _ ending: PhotoCollector.Ending, _ timer: StageTimer) -> MediaReading {
        let missing = outcomes.indices.filter { outcomes[$0] == nil }.map(String.init).joined(separator: ", ")
        switch ending {
        case _ where missing.isEmpty:
            return MediaReading(photos: outcomes, record: timer.record())
        case .complete, .late, .cancelled:
            let detail = "photos \(missing) were not read in time"
            return MediaReading(
                photos: outcomes,
                shortfall: Shortfall(failure: .deadlineNear, detail: detail),
                record: timer.record(.timedOut, detail)
            )
        case .refused(let why):
            let detail = "photos \(missing) were not read: \(why)"
            return MediaReading(
                photos: outcomes,
                shortfall: Shortfall(failure: .overloaded, detail: detail),
                record: timer.record(.failed, detail)
            )
        }
    }
}
