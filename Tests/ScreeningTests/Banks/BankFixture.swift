import ModerationCore
import Screening
import Synchronization

/// Banks with clocks set by hand, and entries and photos around one plausible fingerprint.
struct BankFixture: Sendable {
    final class Clocks: Sendable {
        let start = ContinuousClock.now
        let elapsed = Mutex(Duration.zero)
        let wall = Mutex(UnixTime(milliseconds: 1_000))

        var time: TimeSource {
            TimeSource(monotonicNow: { self.start + self.elapsed.withLock { $0 } }, wallNow: { self.wall.withLock { $0 } })
        }

        func advance(_ duration: Duration) {
            elapsed.withLock { $0 += duration }
            wall.withLock { $0 = UnixTime(milliseconds: $0.milliseconds + duration.wholeMicroseconds / 1_000) }
        }
    }

    /// Half of the bits set; fingerprints are given as their difference from it.
    static let base: UInt64 = 0x5555_5555_5555_5555

    let clocks = Clocks()

    func bankSet(_ rule: FloodRule = FloodRule()) -> BankSet { BankSet(time: clocks.time, floodRule: rule) }

    func metadata(
        _ name: String = "bad",
        kind: BankKind = .block,
        fingerprint: FingerprintKind = .phash64,
        radius: Int = 8,
        state: BankMetadata.State = .live,
        epoch: Int64 = 1
    ) -> BankMetadata {
        BankMetadata(name: name, kind: kind, fingerprintKind: fingerprint, radius: radius, state: state, epoch: epoch)
    }

    func entry(
        _ id: String,
        _ fingerprint: String,
        state: BankEntry.State = .live,
        expires: Int64? = nil,
        reason: String? = nil
    ) -> BankEntry {
        BankEntry(
            id: id,
            fingerprint: fingerprint,
            source: "s",
            reason: reason ?? "r-\(id)",
            author: "a",
            created: UnixTime(milliseconds: 0),
            expires: expires.map { UnixTime(milliseconds: $0) },
            state: state
        )
    }

    func photo(_ difference: UInt64, isReliable: Bool = true) -> PhotoFingerprint {
        PhotoFingerprint(fingerprint: Fingerprint(phash64: Self.base ^ difference), isReliable: isReliable)
    }

    func hexadecimal(_ difference: UInt64) -> String { Fingerprint(phash64: Self.base ^ difference).hexadecimal }
}
