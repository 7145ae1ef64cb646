import CHammingKernels

/// What one query has found so far: room that grows to what is needed and is used again for the next query.
struct Matches {
    private var storage: [holster_hamming_match]
    private(set) var count = 0

    init(capacity: Int = 256) { storage = Array(repeating: holster_hamming_match(), count: capacity) }

    mutating func removeAll() { count = 0 }

    subscript(index: Int) -> (row: UInt32, distance: Int) { (storage[index].row, Int(storage[index].distance)) }

    /// `find` writes into the room that it is given as many as fit, and returns how many there are; it is asked again when they did not fit.
    mutating func append(_ find: (UnsafeMutablePointer<holster_hamming_match>?, Int) -> Int) {
        while true {
            let start = count
            let room = storage.count - start
            let found = storage.withUnsafeMutableBufferPointer { find($0.baseAddress.map { $0 + start }, room) }
            if found <= room {
                count += found
                return
            }
            // What changes between two calls only makes it fewer, but in an active delta: some more room spares a third call.
            storage += Array(repeating: holster_hamming_match(), count: found + 64 - room)
        }
    }
}
