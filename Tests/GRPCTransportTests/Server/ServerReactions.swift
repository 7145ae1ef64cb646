import GRPCTransport
import HTTP2Transport

/// What the tests of the server's call state look at.
extension ServerCallState.Reaction {
    var isNothing: Bool {
        !cancelsHandler && credit == 0 && output == nil && !wavesOffRequest && start == nil && !wakesReader
    }

    /// Headers and trailers of the answer, where this ends the call.
    var answer: (http: String?, grpc: String?, fields: [HTTPField])? {
        let fields: [HTTPField]
        switch output {
        case .respond(let head, let body):
            guard body?.isFinished != false else { return nil }
            fields = head.fields + (body?.trailers?.fields ?? [])
        case .finish(let trailers): fields = trailers.fields
        default: return nil
        }
        let block = HeaderBlock(fields)
        return (block.first(":status"), block.first("grpc-status"), fields)
    }

    var resetCode: HTTP2ErrorCode? { if case .reset(let code) = output { code } else { nil } }
}

extension ServerCallState {
    mutating func feed(_ bytes: [UInt8]) -> Reaction { bytes.withUnsafeBytes { received($0) } }

    mutating func sent(_ message: GRPCMessage?, isCompressed: Bool = false) throws(GRPCStatus) -> Reaction {
        try send(message, isCompressed: isCompressed, encoding: isCompressed ? .gzip : .identity, initial: .init())
    }
}

/// Whether the outputs of one call form one response: headers, then messages, then one end.
struct ReactionTally {
    private(set) var startCount = 0
    private(set) var headCount = 0
    private(set) var endCount = 0
    private var isOutOfOrder = false

    mutating func add(_ reaction: ServerCallState.Reaction) {
        if reaction.start != nil { startCount += 1 }
        guard let output = reaction.output else { return }
        if endCount > 0 { isOutOfOrder = true }
        switch output {
        case .respond(_, let body):
            if headCount > 0 { isOutOfOrder = true }
            headCount += 1
            if body?.isFinished != false { endCount += 1 }
        case .append: if headCount == 0 { isOutOfOrder = true }
        case .finish:
            if headCount == 0 { isOutOfOrder = true }
            endCount += 1
        case .reset: endCount += 1
        }
    }

    var isOrderly: Bool { !isOutOfOrder && startCount <= 1 && endCount <= 1 }
}
