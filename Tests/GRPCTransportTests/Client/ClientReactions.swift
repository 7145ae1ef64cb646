import GRPCTransport
import HTTP2Transport

/// What the tests of the client's call state look at.
extension ClientCallState.Reaction {
    var isNothing: Bool { reset == nil && !retries && credit == 0 && !wakesReader && !finishes }
}

extension ClientCallState {
    mutating func feed(_ bytes: [UInt8]) -> Reaction { bytes.withUnsafeBytes { received($0) } }
}
