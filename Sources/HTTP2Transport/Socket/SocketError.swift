internal import Glibc

/// A socket call that failed, with the system's words for it.
package struct SocketError: Error, Equatable, CustomStringConvertible {
    package let call: String
    package let errorNumber: Int32
    package let reason: String

    package init(call: String, errorNumber: Int32) {
        self.call = call
        self.errorNumber = errorNumber
        var buffer = [CChar](repeating: 0, count: 128)
        let known = strerror_r(errorNumber, &buffer, buffer.count) == 0
        let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        reason = known ? String(decoding: text, as: UTF8.self) : "errno \(errorNumber)"
    }

    package init(call: String, reason: String) {
        self.call = call
        errorNumber = 0
        self.reason = reason
    }

    package var description: String { "\(call): \(reason)" }
}
