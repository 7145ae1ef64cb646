import Metrics
import Recording

/// The counts of the decision store, as gauges since the server started.
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

    func set(_ store: StoreStatistics) {
        records.record(store.recordCount)
        failedRecords.record(store.failedRecordCount)
        duplicateRequests.record(store.duplicateRequestCount)
        photos.record(store.photoCount)
        photoBytes.record(store.photoByteCount)
        reducedPhotos.record(store.reducedPhotoCount)
        lostPhotos.record(store.lostPhotoCount)
        latePhotos.record(store.latePhotoCount)
    }
}
