import MediaInput
import Reactor

/// Where a photo came from.
package enum PhotoOrigin: Sendable, Equatable {
    /// Decoded for this listing.
    case decoded
    /// Decoded for somebody who asked for the same bytes a moment earlier.
    case shared
    /// Kept from before.
    case kept
}

/// What the photo cache hands to one that waits.
package enum PhotoDelivery: Sendable {
    case ended(Result<ReadPhoto, PhotoError>, PhotoOrigin)
    /// The worker pool took no more jobs.
    case refused(WorkerPoolFull)
}

/// The place of one that waits for a photo under way; to be withdrawn when it gives up.
package struct PhotoTicket: Sendable {
    let key: PhotoCacheKey
    let waiter: UInt64
}

/// Photos are the same when their bytes hash and count the same.
package struct PhotoCacheKey: Sendable, Hashable {
    /// 64 lower-case hexadecimal digits.
    let sha256: String
    let byteCount: Int
}
