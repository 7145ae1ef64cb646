import ModerationCore
import Testing
import TritonAdapter

struct TensorLayoutTests {
    @Test(
        arguments: [
            ([], 1), ([0], 0), ([3, 224, 224], 150_528), ([-1, 3], nil), ([.max], Int.max), ([.max, 2], nil),
            ([1 << 32, 1 << 32], nil),
            ([1 << 32, 1 << 32, 0], 0), ([0, .min], nil), ([.min], nil), ([.max, 1, 1], Int.max),
        ] as [([Int64], Int?)]
    )
    func elementCount_ofAnyShape_neverOverflows(shape: [Int64], expected: Int?) {
        #expect(TensorLayout.elementCount(of: shape) == expected)
    }

    @Test(
        arguments: [
            (.fp32, [2, 3], 24, true), (.fp32, [2, 3], 23, false), (.fp32, [2, 3], 25, false), (.fp32, [], 4, true),
            (.int64, [1], 8, true),
            (.uint8, [0, 9], 0, true), (.uint8, [0, 9], 1, false), (.fp32, [.max], 0, false), (.fp32, [.max / 2], 4, false),
            (.int64, [-1], 8, false), (.fp16, [5], 10, true),
        ] as [(TensorDatatype, [Int64], Int, Bool)]
    )
    func defect_byByteCount(datatype: TensorDatatype, shape: [Int64], byteCount: Int, isSound: Bool) {
        let tensor = Tensor(name: "t", datatype: datatype, shape: shape, bytes: [UInt8](repeating: 0, count: byteCount)[...])
        #expect((TensorLayout.defect(of: tensor) == nil) == isSound)
    }

    @Test(
        arguments: [
            ([], [0], true), ([0, 0, 0, 0], [1], true), ([1, 0, 0, 0, 7, 0, 0, 0, 0], [2], true), ([1, 0, 0, 0, 7], [2], false),
            ([1, 0, 0, 0], [1], false), ([1, 0, 0], [1], false), ([0xFF, 0xFF, 0xFF, 0xFF, 1], [1], false),
            ([0, 0, 0, 0], [1, 1], true),
        ] as [([UInt8], [Int64], Bool)]
    )
    func defect_ofByteStrings_countsElements(bytes: [UInt8], shape: [Int64], isSound: Bool) {
        // A slice that does not start at 0, as everything off the wire.
        let slice = ([9] + bytes)[1...]
        #expect((TensorLayout.defect(of: Tensor(name: "t", datatype: .bytes, shape: shape, bytes: slice)) == nil) == isSound)
    }
}
