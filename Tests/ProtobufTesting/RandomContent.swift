public import ProtobufWire
import TestSupport

/// Random field values, extremes and unusual text preferred.
public struct RandomContent {
    private var generator: SeededRandom
    private var depth = 0

    public init(seed: UInt64) { generator = SeededRandom(seed: seed) }

    public mutating func index(below count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    public mutating func uint64() -> UInt64 {
        let extremes: [UInt64] = [0, 0, 1, 127, 128, 16_383, 16_384, 1 << 31, 1 << 32, 1 << 56, 1 << 63, .max, .max - 1]
        let choice = index(below: extremes.count + 4)
        return choice < extremes.count ? extremes[choice] : generator.next() >> UInt64(index(below: 64))
    }

    public mutating func int64() -> Int64 { Int64(bitPattern: uint64()) }

    public mutating func uint32() -> UInt32 { UInt32(truncatingIfNeeded: uint64()) }

    public mutating func int32() -> Int32 {
        let extremes: [Int32] = [.min, .max, -1]
        return index(below: 4) == 0 ? extremes[index(below: 3)] : Int32(truncatingIfNeeded: uint64())
    }

    public mutating func bool() -> Bool { index(below: 2) == 0 }

    /// Any number but NaN, which equals nothing: negative zero, infinities and denormals included.
    public mutating func double() -> Double {
        let extremes: [Double] = [0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1]
        let choice = index(below: extremes.count + 3)
        return choice < extremes.count ? extremes[choice] : Double.random(in: -1e6...1e6, using: &generator)
    }

    public mutating func float() -> Float {
        let extremes: [Float] = [0, -0.0, 1, -1, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1]
        let choice = index(below: extremes.count + 3)
        return choice < extremes.count ? extremes[choice] : Float.random(in: -1e6...1e6, using: &generator)
    }

    public mutating func string() -> String {
        let pieces = ["a", "Glock 19", "é", "e\u{301}", "пистолет", "銃", "🔫", "\u{0}", "\u{200B}", "\u{10FFFF}", "\u{FEFF}", " "]
        return (0..<index(below: 5)).reduce(into: "") { text, _ in text += pieces[index(below: pieces.count)] }
    }

    /// Mostly short; one in sixteen is long enough to become a segment of its own.
    public mutating func bytes() -> ArraySlice<UInt8> {
        let count = index(below: 16) == 0 ? 4_000 + index(below: 200) : index(below: 20)
        return ArraySlice((0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    }

    public mutating func enumeration<Value: ProtobufEnumeration>() -> Value {
        Value(rawValue: index(below: 4) == 0 ? int32() : Int32(index(below: 12)))
    }

    public mutating func message<Message: RandomisableMessage>() -> Message {
        depth += 1
        defer { depth -= 1 }
        var message = Message()
        message.randomise(using: &self)
        return message
    }

    public mutating func optional<Value>(_ make: (inout RandomContent) -> Value) -> Value? {
        bool() ? make(&self) : nil
    }

    public mutating func list<Value>(_ make: (inout RandomContent) -> Value) -> [Value] {
        (0..<index(below: depth > 2 ? 2 : 4)).map { _ in make(&self) }
    }

    public mutating func map<Value>(_ make: (inout RandomContent) -> Value) -> ProtobufMap<Value> {
        list { (key: $0.string(), value: make(&$0)) }.reduce(into: [:]) { $0[$1.key] = $1.value }
    }

    public mutating func oneOf<Value>(_ makers: ((inout RandomContent) -> Value)...) -> Value? {
        let choice = index(below: makers.count + 1)
        return choice < makers.count ? makers[choice](&self) : nil
    }
}
