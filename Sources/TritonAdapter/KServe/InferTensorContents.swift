import ProtobufWire

extension KServe {
    /// Typed contents; Holster sends and expects raw contents instead.
    package struct InferTensorContents: ProtobufMessage {
        package static let protobufName = "inference.InferTensorContents"

        package var boolContents: [Bool] = []
        package var intContents: [Int32] = []
        package var int64Contents: [Int64] = []
        package var uintContents: [UInt32] = []
        package var uint64Contents: [UInt64] = []
        package var fp32Contents: [Float] = []
        package var fp64Contents: [Double] = []
        package var bytesContents: [ArraySlice<UInt8>] = []

        package init() {}

        package func encode(to writer: inout ProtobufWriter) {
            writer.bools(1, boolContents)
            writer.int32s(2, intContents)
            writer.int64s(3, int64Contents)
            writer.uint32s(4, uintContents)
            writer.uint64s(5, uint64Contents)
            writer.floats(6, fp32Contents)
            writer.doubles(7, fp64Contents)
            writer.byteStrings(8, bytesContents)
        }

        package mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.bools(into: &boolContents)
            case 2: try reader.int32s(into: &intContents)
            case 3: try reader.int64s(into: &int64Contents)
            case 4: try reader.uint32s(into: &uintContents)
            case 5: try reader.uint64s(into: &uint64Contents)
            case 6: try reader.floats(into: &fp32Contents)
            case 7: try reader.doubles(into: &fp64Contents)
            case 8: try reader.byteStrings(into: &bytesContents)
            default: try reader.skip()
            }
        }
    }
}
