public import ModerationCore

extension RedisBankStore {
    /// One bank; `nil` where there is none of that name. Reads its meta hash alone, where ``banks()`` looks through all keys.
    public func bank(_ name: String) async throws(RedisFailure) -> BankMetadata? {
        switch try await reader.meta(try keys(name), deadline: deadline) {
        case .found(.bank(let metadata)): return metadata
        case .found(.tombstone), .absent: return nil
        case .malformed: throw .invalid("bank \(name) has a damaged meta hash")
        }
    }
}
