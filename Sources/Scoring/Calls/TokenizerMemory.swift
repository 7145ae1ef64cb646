import ModerationCore
import Synchronization

/// Which version each text tower answered with last: the first guess for the next listing's tokenizer, since the newest version
/// on disk need not be the one that is live. At most one entry a tower, of which there are three.
final class TokenizerMemory: Sendable {
    private let lastVersion = Mutex<[String: Int64]>([:])

    func expectedVersion(of model: String) -> Int64? { lastVersion.withLock { $0[model] } }

    func remember(_ version: Int64, of model: String) { lastVersion.withLock { $0[model] = version } }
}
