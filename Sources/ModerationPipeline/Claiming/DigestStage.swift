import MediaInput
import ModerationCore
import Reactor

/// Hashes a request where it arrives, or on the worker pool when its photos are large.
struct DigestStage: Sendable {
    let pool: WorkerPool
    let inlineByteCount: Int
    let sleep: @Sendable (Deadline) async throws -> Void

    /// Throws ``ModerationError/Code/overloaded`` when the pool is full or did not get to it by `deadline`: a request without a digest
    /// cannot be claimed, so this refusal is one of admission.
    func digests(of listing: Listing, by deadline: Deadline) async throws(ModerationError) -> ListingDigests {
        let byteCount = listing.photos.reduce(0) { $0 + $1.content.count }
        if byteCount <= inlineByteCount { return try Self.checked(Self.attempt(listing)) }
        switch await LateJob.run(on: pool, by: deadline, sleep: sleep, { Self.attempt(listing) }) {
        case .done(let outcome):
            return try Self.checked(outcome)
        case .late:
            if Task.isCancelled {
                throw ModerationError(.cancelled, "the caller hung up", source: .caller, isRetryable: true)
            }
            throw ModerationError(
                .overloaded,
                "worker pool '\(pool.name)': the request was not hashed in time",
                source: .internal,
                isRetryable: true
            )
        case .refused(let full):
            throw ModerationError(
                .overloaded,
                "worker pool '\(full.poolName)': the limit of \(full.queueLimit) waiting jobs is reached",
                source: .internal,
                isRetryable: true
            )
        }
    }

    private static func attempt(_ listing: Listing) -> Result<ListingDigests, PhotoError> {
        do throws(PhotoError) { return .success(try ListingDigests(of: listing)) } catch { return .failure(error) }
    }

    private static func checked(_ outcome: Result<ListingDigests, PhotoError>) throws(ModerationError) -> ListingDigests {
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
}
