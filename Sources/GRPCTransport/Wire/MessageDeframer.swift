/// Cuts a stream of DATA bytes into gRPC messages: a flag byte, four bytes of length (big endian), the message.
///
/// DATA boundaries mean nothing: a prefix may come in five pieces, a piece may hold many messages. The length is checked before anything
/// is allocated. After an error the deframer stays in that error.
/// Source: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Length-Prefixed-Message".
package struct MessageDeframer: Sendable {
    package enum Failure: Error, Equatable, Sendable {
        case oversize(declaredByteCount: Int, limit: Int)
        /// The compressed flag is set and no encoding was agreed.
        case compressed
        case unknownFlag(UInt8)

        package var status: GRPCStatus {
            switch self {
            case .oversize(let declared, let limit):
                GRPCStatus(.resourceExhausted, "message of \(declared) bytes is over the limit of \(limit) bytes")
            case .compressed: GRPCStatus(.internalError, "message is compressed but no grpc-encoding was agreed")
            case .unknownFlag(let flag): GRPCStatus(.internalError, "message has the unknown flag \(flag)")
            }
        }
    }

    package static let prefixByteCount = 5
    /// Memory taken when a message begins: an ordinary listing with one photo fits.
    private static let initialCapacity = 256 << 10

    private let limit: Int
    private var prefix: [UInt8] = []
    private var message: [UInt8] = []
    private var missingByteCount = 0
    private var failure: Failure?

    package init(messageLimit: Int) {
        limit = messageLimit
        prefix.reserveCapacity(Self.prefixByteCount)
    }

    /// No message is under way: here a stream may end.
    package var isAtBoundary: Bool { prefix.isEmpty && failure == nil }

    /// Bytes held of a message under way.
    package var bufferedByteCount: Int { message.count }

    /// Feeds bytes; hands over each message that they complete.
    package mutating func append(_ bytes: UnsafeRawBufferPointer, _ deliver: ([UInt8]) -> Void) throws(Failure) {
        if let failure { throw failure }
        var rest = bytes
        while true {
            while prefix.count < Self.prefixByteCount {
                guard let byte = rest.first else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
                prefix.append(byte)
                if prefix.count == Self.prefixByteCount { try begin() }
            }
            // Rebased, so that whole runs are copied at once.
            let taken = UnsafeRawBufferPointer(rebasing: rest.prefix(missingByteCount))
            message.append(contentsOf: taken)
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(taken.count))
            missingByteCount -= taken.count
            guard missingByteCount == 0 else { return }
            let complete = message
            message = []
            prefix.removeAll(keepingCapacity: true)
            deliver(complete)
        }
    }

    private mutating func begin() throws(Failure) {
        let declared = prefix.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        switch prefix[0] {
        case 0: break
        case 1: failure = .compressed
        default: failure = .unknownFlag(prefix[0])
        }
        if failure == nil, declared > limit { failure = .oversize(declaredByteCount: declared, limit: limit) }
        if let failure { throw failure }
        missingByteCount = declared
        // What is only announced takes no memory yet: a large message grows as its bytes arrive, and those are counted.
        message.reserveCapacity(min(declared, Self.initialCapacity))
    }

    /// The five bytes before a message of `byteCount` bytes; `nil` where the length does not fit in 32 bits.
    package static func prefix(byteCount: Int) -> [UInt8]? {
        guard let length = UInt32(exactly: byteCount) else { return nil }
        return [0] + withUnsafeBytes(of: length.bigEndian) { Array($0) }
    }
}
