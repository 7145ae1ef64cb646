import Metrics
import Recording
import RedisAdapter

/// The counts of the decision store and of the bank follower, as gauges since the server started.
///
/// `holster_store_photos_reduced`, `_lost` and `_late` are the ones to alarm on: evidence is kept smaller, not at all, or later than the answer.
struct StoreGauges: Sendable {
    private let records = Gauge(label: "holster_store_records")
    private let failedRecords = Gauge(label: "holster_store_records_failed")
    private let duplicateRequests = Gauge(label: "holster_store_duplicate_requests")
    private let photos = Gauge(label: "holster_store_photos")
    private let photoBytes = Gauge(label: "holster_store_photo_bytes")
    private let reducedPhotos = Gauge(label: "holster_store_photos_reduced")
    private let lostPhotos = Gauge(label: "holster_store_photos_lost")
    private let latePhotos = Gauge(label: "holster_store_photos_late")
    private let bankChanges = Gauge(label: "holster_bank_changes")
    private let bankSnapshots = Gauge(label: "holster_bank_snapshots")
    private let malformedBankData = Gauge(label: "holster_bank_malformed")
    private let missingBanks = Gauge(label: "holster_banks_missing")

    func set(store: StoreStatistics, follower: BankFollowerStatus) {
        records.record(store.recordCount)
        failedRecords.record(store.failedRecordCount)
        duplicateRequests.record(store.duplicateRequestCount)
        photos.record(store.photoCount)
        photoBytes.record(store.photoByteCount)
        reducedPhotos.record(store.reducedPhotoCount)
        lostPhotos.record(store.lostPhotoCount)
        latePhotos.record(store.latePhotoCount)
        bankChanges.record(follower.changeCount)
        bankSnapshots.record(follower.snapshotCount)
        malformedBankData.record(follower.malformedCount)
        missingBanks.record(follower.missingBanks.count)
    }
}
