import MediaInput
import ModerationCore

/// What became of one photo.
enum PhotoOutcome: Sendable {
    case read(ReadPhoto)
    case unreadable(String)
}

/// What became of a listing's photos by the time that was given.
struct MediaReading: Sendable {
    /// By photo index; `nil` for a photo that was given up.
    var photos: [PhotoOutcome?]
    /// Why photos were given up; `nil` when all were looked at.
    var shortfall: Shortfall?
    var record: StageRecord

    var readable: [(index: Int, photo: ReadPhoto)] {
        photos.enumerated().compactMap { index, outcome in
            if case .read(let photo)? = outcome { (index, photo) } else { nil }
        }
    }

    /// Hexadecimal, by photo index; empty where there is none.
    var fingerprints: [String] {
        photos.map { outcome in
            if case .read(let photo)? = outcome { photo.fingerprint.fingerprint.hexadecimal } else { "" }
        }
    }

    var unreadable: [UnreadablePhoto] {
        photos.enumerated().compactMap { index, outcome in
            if case .unreadable(let problem)? = outcome { UnreadablePhoto(photoIndex: index, problem: problem) } else { nil }
        }
    }
}
