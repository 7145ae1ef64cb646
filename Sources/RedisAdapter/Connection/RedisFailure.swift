/// Why a command has no reply.
public enum RedisFailure: Error, Sendable, Equatable {
    /// There is no connection now; the command was not sent.
    case notConnected
    /// Too many commands are under way; the command was not sent.
    case queueFull
    /// The deadline passed; the command may have been executed.
    case deadlineExceeded
    /// The connection broke; the command may have been executed.
    case connectionLost
    /// Redis answered with an error.
    case refused(String)
    /// Redis answered something that the command never answers.
    case unexpectedReply(String)
    /// What was to be written is not valid, and was not sent.
    case invalid(String)
}

extension RedisFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notConnected: "Redis is not connected"
        case .queueFull: "too many commands wait for Redis"
        case .deadlineExceeded: "Redis did not answer in time"
        case .connectionLost: "the connection to Redis broke"
        case .refused(let why): "Redis refused: \(why)"
        case .unexpectedReply(let what): "Redis answered \(what)"
        case .invalid(let what): what
        }
    }
}
