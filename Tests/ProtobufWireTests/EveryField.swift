import ProtobufWire

/// A message with a field of every kind, for bytes written by hand from the encoding specification.
struct EveryField: ProtobufMessage {
    static let protobufName = "test.EveryField"

    struct Color: ProtobufEnumeration {
        let rawValue: Int32
        init(rawValue: Int32) { self.rawValue = rawValue }
    }

    var text = ""
    var data: ArraySlice<UInt8> = []
    var flag = false
    var small: Int32 = 0
    var big: Int64 = 0
    var unsignedSmall: UInt32 = 0
    var unsignedBig: UInt64 = 0
    var real: Double = 0
    var narrow: Float = 0
    var color = Color(rawValue: 0)
    var maybe: String?
    var numbers: [Int64] = []
    var reals: [Double] = []
    var child: Children?
    var texts: [String] = []
    var counts: ProtobufMap<Int64> = [:]
    var flags: [Bool] = []
    var narrows: [Float] = []
    var colors: [Color] = []
    var smalls: [Int32] = []

    init() {}

    func encode(to writer: inout ProtobufWriter) {
        writer.string(1, text)
        writer.bytes(2, data)
        writer.bool(3, flag)
        writer.int32(4, small)
        writer.int64(5, big)
        writer.uint32(6, unsignedSmall)
        writer.uint64(7, unsignedBig)
        writer.double(8, real)
        writer.float(9, narrow)
        writer.enumeration(10, color)
        writer.string(11, present: maybe)
        writer.int64s(12, numbers)
        writer.doubles(13, reals)
        writer.message(14, child)
        writer.strings(15, texts)
        writer.map(16, counts)
        writer.bools(17, flags)
        writer.floats(18, narrows)
        writer.enumerations(19, colors)
        writer.int32s(20, smalls)
    }

    mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
        switch number {
        case 1: text = try reader.string() ?? text
        case 2: data = try reader.bytes() ?? data
        case 3: flag = try reader.bool() ?? flag
        case 4: small = try reader.int32() ?? small
        case 5: big = try reader.int64() ?? big
        case 6: unsignedSmall = try reader.uint32() ?? unsignedSmall
        case 7: unsignedBig = try reader.uint64() ?? unsignedBig
        case 8: real = try reader.double() ?? real
        case 9: narrow = try reader.float() ?? narrow
        case 10: color = try reader.enumeration() ?? color
        case 11: maybe = try reader.string() ?? maybe
        case 12: try reader.int64s(into: &numbers)
        case 13: try reader.doubles(into: &reals)
        case 14: try reader.message(into: &child)
        case 15: try reader.strings(into: &texts)
        case 16: try reader.map(into: &counts)
        case 17: try reader.bools(into: &flags)
        case 18: try reader.floats(into: &narrows)
        case 19: try reader.enumerations(into: &colors)
        case 20: try reader.int32s(into: &smalls)
        default: try reader.skip()
        }
    }

    /// Holds itself, so that nesting has no natural end.
    struct Children: ProtobufMessage {
        static let protobufName = "test.Children"

        var name = ""
        var note = ""
        var children: [Children] = []

        init() {}

        func encode(to writer: inout ProtobufWriter) {
            writer.string(1, name)
            writer.string(2, note)
            writer.messages(3, children)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: name = try reader.string() ?? name
            case 2: note = try reader.string() ?? note
            case 3: try reader.messages(into: &children)
            default: try reader.skip()
            }
        }
    }
}
