import CVectorscan
import Synchronization

/// Scratch space for one scan at a time, out of a pool and back into it.
struct Scratch: ~Copyable {
    fileprivate(set) var space: OpaquePointer
    private let pool: ScratchPool

    fileprivate init(space: OpaquePointer, pool: ScratchPool) {
        self.space = space
        self.pool = pool
    }

    deinit { pool.give(space) }
}

/// Scratch spaces for concurrent scans of some databases, each large enough for all of them: as many as scan at once, of which at most 16
/// are kept.
///
/// `@unchecked Sendable`: the prototype is only cloned, and only under the lock; a scratch space in the list is nobody's, and one taken out
/// is its taker's alone.
final class ScratchPool: @unchecked Sendable {
    static let keptCount = 16

    private struct Idle: @unchecked Sendable {
        // Confined by the mutex around it.
        var spaces: [OpaquePointer] = []
    }

    private let prototype: OpaquePointer
    private let idle = Mutex(Idle())

    /// `nil` when memory is short.
    init?(for databases: [PatternDatabase]) {
        var scratch: OpaquePointer?
        guard databases.allSatisfy({ $0.grow(&scratch) }), let scratch else {
            hs_free_scratch(scratch)
            return nil
        }
        prototype = scratch
    }

    deinit {
        idle.withLock { idle in
            for scratch in idle.spaces { hs_free_scratch(scratch) }
        }
        hs_free_scratch(prototype)
    }

    /// `nil` when memory is short.
    func take() -> Scratch? {
        let taken = idle.withLock { idle -> UInt in
            if let kept = idle.spaces.popLast() { return UInt(bitPattern: kept) }
            var clone: OpaquePointer?
            guard hs_clone_scratch(prototype, &clone) == HS_SUCCESS else { return 0 }
            return UInt(bitPattern: clone)
        }
        return OpaquePointer(bitPattern: taken).map { Scratch(space: $0, pool: self) }
    }

    fileprivate func give(_ scratch: OpaquePointer) {
        let address = UInt(bitPattern: scratch)
        let isKept = idle.withLock { idle -> Bool in
            guard idle.spaces.count < Self.keptCount, let scratch = OpaquePointer(bitPattern: address) else { return false }
            idle.spaces.append(scratch)
            return true
        }
        if !isKept { hs_free_scratch(scratch) }
    }
}
