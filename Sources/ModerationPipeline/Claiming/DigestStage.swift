import MediaInput
import ModerationCore
import Reactor

/// Hashes a request where it arrives, or on the worker pool when its photos are large.
struct DigestStage: Sendable {
    let pool: WorkerPool
    let inlineByteCount: Int

    /// Throws ``ModerationError/Code/overloaded`` when the pool is full.
    func digests(of listing: Listing) async throws(ModerationError) -> ListingDigests {
        let byteCount = listing.photos.reduce(0) { $0 + $1.content.count }
        let outcome: Result<ListingDigests, PhotoError>
        if byteCount <= inlineByteCount {
            outcome = Self.attempt(listing)
        } else {
            do throws(WorkerPoolFull) {
                outcome = try await pool.run { Self.attempt(listing) }
            } catch {
                throw ModerationError(
                    .overloaded,
                    "worker pool '\(error.poolName)': the limit of \(error.queueLimit) waiting jobs is reached",
                    source: .internal,
                    isRetryable: true
                )
            }
        }
        switch outcome {
        case .success(let digests): return digests
        case .failure(let failure):
            throw ModerationError(
                .internalFailure,
                "the request could not be hashed",
                source: .internal,
                isRetryable: true,
                cause: failure.description
            )
        }
    }

    private static func attempt(_ listing: Listing) -> Result<ListingDigests, PhotoError> {
        do throws(PhotoError) { return .success(try ListingDigests(of: listing)) } catch { return .failure(error) }
    }
}
