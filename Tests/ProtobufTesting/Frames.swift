public import Foundation

/// Byte strings one after another, each behind its length (4 bytes, little-endian): how tests talk to `wire_messages.py`.
public struct Frames {
    public private(set) var data = Data()

    public init() {}

    public mutating func append(_ bytes: some Collection<UInt8>) {
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: bytes)
    }

    /// Fails on a frame that is cut off.
    public static func split(_ data: Data) throws -> [[UInt8]] {
        struct CutOff: Error {}
        let bytes = [UInt8](data)
        var frames: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            guard bytes.count - position >= 4 else { throw CutOff() }
            let count = (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
            position += 4
            guard count <= bytes.count - position else { throw CutOff() }
            frames.append(Array(bytes[position..<(position + count)]))
            position += count
        }
        return frames
    }
}
