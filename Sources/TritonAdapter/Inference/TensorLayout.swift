import ModerationCore

/// Whether a tensor's bytes are as many as its shape and datatype ask for. Shapes come off the wire: nothing here can overflow.
package enum TensorLayout {
    /// The product of the dimensions; `nil` for a negative one or a product over `Int.max`. A scalar's empty shape gives 1.
    package static func elementCount(of shape: [Int64]) -> Int? {
        // A zero anywhere makes the product zero whatever the others are, so it must not depend on their order.
        guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
        if shape.contains(0) { return 0 }
        var product = 1
        for dimension in shape {
            guard let dimension = Int(exactly: dimension) else { return nil }
            let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
            if overflow { return nil }
            product = next
        }
        return product
    }

    /// What is wrong with the tensor; `nil` when it is sound.
    package static func defect(of tensor: Tensor) -> String? {
        guard let elementCount = elementCount(of: tensor.shape) else {
            return "'\(tensor.name)': impossible shape \(tensor.shape)"
        }
        guard let width = tensor.datatype.byteWidth else {
            let found = lengthPrefixedElementCount(in: tensor.bytes)
            if found == elementCount { return nil }
            return
                "'\(tensor.name)': shape \(tensor.shape) wants \(elementCount) elements, found \(found.map(String.init) ?? "broken ones")"
        }
        let (wanted, overflow) = elementCount.multipliedReportingOverflow(by: width)
        guard !overflow, wanted == tensor.bytes.count else {
            return "'\(tensor.name)': \(tensor.datatype.rawValue) \(tensor.shape) does not fit \(tensor.bytes.count) bytes"
        }
        return nil
    }

    /// Elements of a BYTES tensor, each behind its length (4 bytes, little-endian); `nil` when the last one is cut off.
    private static func lengthPrefixedElementCount(in bytes: ArraySlice<UInt8>) -> Int? {
        var count = 0
        var rest = bytes
        while !rest.isEmpty {
            guard rest.count >= 4 else { return nil }
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else { return nil }
            rest = rest.dropFirst(length)
            count += 1
        }
        return count
    }
}
