import TestSupport

/// Breaks valid messages in the ways that break parsers.
public struct Mutator {
    private var generator: SeededRandom

    public init(seed: UInt64) { generator = SeededRandom(seed: seed) }

    private mutating func index(below count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    /// One to four changes; `donor` lends bytes for splicing.
    public mutating func mutated(_ bytes: [UInt8], donor: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...index(below: 4) { change(&result, donor: donor) }
        return result
    }

    private mutating func change(_ bytes: inout [UInt8], donor: [UInt8]) {
        // Values that end messages, start groups, announce gigabytes or never end.
        let hostile: [[UInt8]] = [
            [0xFF], [0x80], [0x00], [0x7F], [0x0B], [0x0C], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
            [UInt8](repeating: 0xFF, count: 9) + [0x01], [UInt8](repeating: 0xFF, count: 11), [0xC3], [0xED, 0xA0, 0x80],
            [UInt8](repeating: 0x0B, count: 120), [0x0E], [0x0F],
        ]
        let place = index(below: bytes.count + 1)
        let length = min(index(below: 9), bytes.count - place)
        switch index(below: 8) {
        case 0 where !bytes.isEmpty: bytes[index(below: bytes.count)] ^= 1 << UInt8(index(below: 8))
        case 1 where !bytes.isEmpty: bytes[index(below: bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes.removeSubrange(place..<(place + length))
        case 3: bytes.removeLast(index(below: bytes.count + 1))
        case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: index(below: bytes.count + 1))
        case 5:
            let start = index(below: donor.count + 1)
            bytes.insert(contentsOf: donor[start..<min(donor.count, start + index(below: 32))], at: place)
        case 6: bytes.insert(contentsOf: hostile[index(below: hostile.count)], at: place)
        default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
        }
    }
}
