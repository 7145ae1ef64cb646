internal import CNghttp2

/// nghttp2 refused to make a session: out of memory, or a setting out of range.
package struct HTTP2SessionError: Error, Equatable, CustomStringConvertible {
    package let description: String

    static func check(_ result: Int32) throws(HTTP2SessionError) {
        guard result == 0 else { throw HTTP2SessionError(description: String(cString: nghttp2_strerror(result))) }
    }
}
