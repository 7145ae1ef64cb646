import ModerationCore

/// Packs and unpacks tensors without sharing code with what is tested.
public enum FakeTensors {
    public static func fp32(_ name: String, shape: [Int64], _ values: [Float]) -> Tensor {
        let bytes = values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
        return Tensor(name: name, datatype: .fp32, shape: shape, bytes: bytes[...])
    }

    public static func int64(_ name: String, shape: [Int64], _ values: [Int64]) -> Tensor {
        let bytes = values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        return Tensor(name: name, datatype: .int64, shape: shape, bytes: bytes[...])
    }

    public static func floats(_ tensor: Tensor) -> [Float] {
        words(tensor, width: 4).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    }

    public static func int64s(_ tensor: Tensor) -> [Int64] { words(tensor, width: 8).map { Int64(bitPattern: $0) } }

    private static func words(_ tensor: Tensor, width: Int) -> [UInt64] {
        var words: [UInt64] = []
        var word: UInt64 = 0
        for (index, byte) in tensor.bytes.enumerated() {
            let shift = UInt64(index % width) * 8
            word |= UInt64(byte) << shift
            guard index % width == width - 1 else { continue }
            words.append(word)
            word = 0
        }
        return words
    }
}
