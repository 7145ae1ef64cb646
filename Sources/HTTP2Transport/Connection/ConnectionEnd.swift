/// Why a connection ended: a cause to count by, and words for people.
package struct ConnectionEnd: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the counters are labelled with.
    package enum Cause: String, Sendable, CaseIterable {
        /// GOAWAY was exchanged and the last stream ended.
        case finished
        case peerClosed = "peer_closed"
        case socketError = "socket_error"
        case protocolError = "protocol_error"
        case tls
        case handshakeTimeout = "handshake_timeout"
        /// A header block was begun and not finished in time.
        case headerTimeout = "header_timeout"
        /// Bytes waited, and the peer read nothing.
        case writeTimeout = "write_timeout"
        case keepaliveTimeout = "keepalive_timeout"
        case pingFlood = "ping_flood"
        case settingsFlood = "settings_flood"
        /// More frames than what they brought is worth.
        case frameFlood = "frame_flood"
        /// RST_STREAM from the peer, or streams that the peer broke so that we had to reset them.
        case resetFlood = "reset_flood"
        case headerBomb = "header_bomb"
        /// Our own side wanted it.
        case local
    }

    package let cause: Cause
    package let detail: String

    package init(_ cause: Cause, _ detail: String) {
        self.cause = cause
        self.detail = detail
    }

    package var description: String { detail }
}
