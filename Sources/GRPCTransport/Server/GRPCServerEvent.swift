internal import HTTP2Transport

/// Something worth counting. Comes on event loops: whoever takes it must not block.
public enum GRPCServerEvent: Sendable, Equatable {
    case connectionOpened
    /// `cause` is one of a fixed set: `finished`, `peer_closed`, `ping_flood`, `header_bomb`, …
    case connectionClosed(cause: String, detail: String)
    /// The server was full, or draining.
    case connectionTurnedAway
    /// REFUSED_STREAM: more calls at once than a connection may have.
    case streamRefused
    /// The transport, or the gate, ended a call that no handler ended.
    case callRefused(GRPCStatusCode)

    /// All that ``connectionClosed(cause:detail:)`` names.
    public static let closingCauses = ConnectionEnd.Cause.allCases.map(\.rawValue)
}
