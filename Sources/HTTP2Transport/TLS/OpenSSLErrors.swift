internal import COpenSSL

/// The calling thread's queue of OpenSSL errors (ERR_get_error(3)) as text.
enum OpenSSLErrors {
    /// From here on reasons are alerts that the peer sent: `SSL_AD_REASON_OFFSET` of ssl.h.
    private static let firstAlertReason: Int32 = 1_000

    /// One error: library and reason numbers, and OpenSSL's words.
    struct Entry {
        let library: Int32
        let reason: Int32
        let text: String

        init(_ code: UInt) {
            library = holster_err_get_lib(code)
            reason = holster_err_get_reason(code)
            text = Self.words(code, library, reason)
        }

        private static func words(_ code: UInt, _ library: Int32, _ reason: Int32) -> String {
            let words = ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
            // The number of an alert fits a byte (RFC 8446, section 6). OpenSSL 3.0 has no name for some of TLS 1.3.
            guard library == ERR_LIB_SSL, (firstAlertReason...firstAlertReason + 255).contains(reason) else { return words }
            let name = SSL_alert_desc_string_long(reason - firstAlertReason).map { String(cString: $0) } ?? "unknown"
            return "the peer sent the alert \"\(name == "unknown" ? words : name)\""
        }
    }

    /// Before a call whose errors are to be read: connections that share a thread share its queue.
    static func clear() { ERR_clear_error() }

    /// The oldest error, which is the cause; empties the queue.
    static func take() -> Entry? {
        let code = ERR_get_error()
        ERR_clear_error()
        return code == 0 ? nil : Entry(code)
    }

    /// The newest error, which says what the outermost call failed of; empties the queue.
    static func takeLast() -> Entry? {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        return code == 0 ? nil : Entry(code)
    }

    /// The cause in words; `fallback` where OpenSSL gave none.
    static func takeText(or fallback: String) -> String { take()?.text ?? fallback }
}
