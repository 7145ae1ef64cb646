internal import CNghttp2

/// Lends header fields in the shape nghttp2 takes them; the library copies them before the call returns.
enum HeaderVector {
    static func with<R>(_ fields: [HTTPField], _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count })
        for field in fields {
            bytes.append(contentsOf: field.name.utf8)
            bytes.append(contentsOf: field.value.utf8)
        }
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var offset = 0
            let vector = fields.map { field in
                let (nameCount, valueCount) = (field.name.utf8.count, field.value.utf8.count)
                let name = buffer.baseAddress?.advanced(by: offset)
                let value = buffer.baseAddress?.advanced(by: offset + nameCount)
                offset += nameCount + valueCount
                return nghttp2_nv(
                    name: name,
                    value: value,
                    namelen: nameCount,
                    valuelen: valueCount,
                    flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
                )
            }
            return vector.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
        }
    }
}
