/// How a call ended, when it did not end well: a code, and a sentence for people (UTF-8, any characters).
public struct GRPCStatus: Error, Sendable, Equatable, CustomStringConvertible {
    public var code: GRPCStatusCode
    public var message: String

    public init(code: GRPCStatusCode, message: String) {
        self.code = code
        self.message = message
    }

    /// Same as `init(code:message:)`, for call sites that read better without labels.
    public init(_ code: GRPCStatusCode, _ message: String) {
        self.init(code: code, message: message)
    }

    public var description: String { message.isEmpty ? code.description : "\(code): \(message)" }
}
