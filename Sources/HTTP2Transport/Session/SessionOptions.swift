internal import CNghttp2

/// Owns nghttp2's option object while a session is made.
struct SessionOptions: ~Copyable {
    let pointer: OpaquePointer

    init(_ settings: HTTP2Settings) throws(HTTP2SessionError) {
        var made: OpaquePointer?
        try HTTP2SessionError.check(nghttp2_option_new(&made))
        guard let made else { throw HTTP2SessionError(description: "no option object") }
        pointer = made
        nghttp2_option_set_no_auto_window_update(made, 1)
        nghttp2_option_set_no_closed_streams(made, 1)
        nghttp2_option_set_max_outbound_ack(made, 200)
        nghttp2_option_set_max_continuations(made, 8)
        nghttp2_option_set_peer_max_concurrent_streams(made, 100)
        // Trailers and headers of ours may be larger than the library's default of 64 KiB minus overhead.
        nghttp2_option_set_max_send_header_block_length(made, 128 << 10)
        // Frames that nobody knows are ignored, as they must be; unless they are asked for, the library does not even say that they came.
        for type in Self.unknownTypes { nghttp2_option_set_user_recv_extension_type(made, type) }
        if settings.role == .server {
            // Behind our own budget, which answers with a reason.
            let (burst, perSecond) = (2 * max(1, settings.peerResetBurst), 2 * max(1, settings.peerResetsPerSecond))
            nghttp2_option_set_stream_reset_rate_limit(made, UInt64(burst), UInt64(perSecond))
        }
    }

    /// Every type beyond those of RFC 9113.
    private static let unknownTypes: ClosedRange<UInt8> = 0x0A...0xFF

    deinit { nghttp2_option_del(pointer) }
}
