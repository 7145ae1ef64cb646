import ModerationCore
import Synchronization

/// Banks that know photos by their exact fingerprint.
public final class FakeBank: FingerprintBank {
    private struct State {
        var entries: [(bank: String, kind: BankKind, fingerprint: Fingerprint)] = []
        var isLoaded = true
        var staleMilliseconds: Int64 = 10
        var lookups = 0
    }

    private let state = Mutex(State())

    public init() {}

    public var lookupCount: Int { state.withLock { $0.lookups } }
    public func setLoaded(_ isLoaded: Bool) { state.withLock { $0.isLoaded = isLoaded } }
    public func setStale(milliseconds: Int64) { state.withLock { $0.staleMilliseconds = milliseconds } }

    public func add(_ fingerprint: Fingerprint, bank: String, kind: BankKind) {
        state.withLock { $0.entries.append((bank, kind, fingerprint)) }
    }

    public func matches(for fingerprint: PhotoFingerprint, photoIndex: Int, isCounted: Bool) -> [FingerprintMatch] {
        state.withLock { state in
            state.lookups += 1
            return state.entries.filter { $0.fingerprint == fingerprint.fingerprint }.map {
                FingerprintMatch(
                    bank: $0.bank,
                    bankKind: $0.kind,
                    entryID: $0.fingerprint.hexadecimal,
                    distance: 0,
                    orientation: .upright,
                    photoIndex: photoIndex,
                    reason: "known"
                )
            }
        }
    }

    public func statuses() -> [BankStatus] {
        state.withLock { state in
            guard state.isLoaded else { return [] }
            return [
                BankStatus(
                    name: "guns",
                    kind: .block,
                    fingerprintKind: .phash64,
                    radius: 8,
                    epoch: 42,
                    entryCount: state.entries.count,
                    staleMilliseconds: state.staleMilliseconds
                )
            ]
        }
    }
}
