internal import CNghttp2

/// Header fields on their way out, in the shape nghttp2 takes them.
///
/// Made once and sent many times where the fields never change: an immortal list is not even copied by nghttp2.
//
// `@unchecked Sendable`: the memory is written in `init` alone.
package final class HeaderList: @unchecked Sendable {
    private let bytes: UnsafeMutablePointer<UInt8>
    let vector: UnsafeMutableBufferPointer<nghttp2_nv>

    /// `isImmortal`: the list is kept until the process ends (a `static let`), since nghttp2 reads from it until the frame has left.
    package init(_ fields: [HTTPField], isImmortal: Bool = false) {
        let byteCount = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        bytes = .allocate(capacity: max(1, byteCount))
        vector = .allocate(capacity: fields.count)
        let flags = isImmortal ? NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue : 0
        var next = bytes
        for (index, field) in fields.enumerated() {
            let name = next
            next += Self.copy(field.name, to: next)
            let value = next
            next += Self.copy(field.value, to: next)
            let line = nghttp2_nv(name: name, value: value, namelen: value - name, valuelen: next - value, flags: UInt8(flags))
            (vector.baseAddress?.advanced(by: index))?.initialize(to: line)
        }
    }

    deinit {
        vector.deallocate()
        bytes.deallocate()
    }

    /// The fields as text, for whoever wants to look at them.
    package var fields: [HTTPField] {
        vector.map { line in
            HTTPField(
                String(decoding: UnsafeBufferPointer(start: line.name, count: line.namelen), as: UTF8.self),
                String(decoding: UnsafeBufferPointer(start: line.value, count: line.valuelen), as: UTF8.self)
            )
        }
    }

    private static func copy(_ text: String, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var text = text
        return text.withUTF8 { source in
            if let start = source.baseAddress { target.update(from: start, count: source.count) }
            return source.count
        }
    }
}
