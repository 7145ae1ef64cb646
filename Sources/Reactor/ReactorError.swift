/// A system call of the reactor that failed: its name and `errno`.
public struct ReactorError: Error, Sendable, Equatable, CustomStringConvertible {
    public let call: String
    public let errorNumber: Int32

    public init(call: String, errorNumber: Int32) {
        self.call = call
        self.errorNumber = errorNumber
    }

    public var description: String { "\(call): errno \(errorNumber)" }
}
