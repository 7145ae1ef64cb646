package import HTTP2Transport

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
    private let acceptsCompressed: Bool
    /// The bytes of the prefix so far, as one number.
    private var prefix: UInt64 = 0
    private var prefixCount = 0
    private var message: [UInt8] = []
    private var missingByteCount = 0
    private var failure: Failure?

    package init(messageLimit: Int, acceptsCompressed: Bool = false) {
        limit = messageLimit
        self.acceptsCompressed = acceptsCompressed
    }

    /// No message is under way: here a stream may end.
    package var isAtBoundary: Bool { prefixCount == 0 && failure == nil }

    /// Bytes held of a message under way.
    package var bufferedByteCount: Int { message.count }

    /// Takes bytes from the front until they complete a message, and returns that; `nil` where they end before.
    package mutating func next(_ bytes: inout UnsafeRawBufferPointer) throws(Failure) -> InboundMessage? {
        if let failure { throw failure }
        while prefixCount < Self.prefixByteCount {
            guard let byte = bytes.first else { return nil }
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
            prefix = prefix << 8 | UInt64(byte)
            prefixCount += 1
            if prefixCount == Self.prefixByteCount { try begin() }
        }
        // Rebased, so that whole runs are copied at once.
        let taken = UnsafeRawBufferPointer(rebasing: bytes.prefix(missingByteCount))
        bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(taken.count))
        if message.isEmpty, taken.count == missingByteCount {
            message = Array(taken)
        } else {
            if message.isEmpty {
                // What is only announced takes no memory yet: a large message grows as its bytes arrive, and those are counted.
                message.reserveCapacity(max(taken.count, min(missingByteCount, Self.initialCapacity)))
            }
            message.append(contentsOf: taken)
        }
        missingByteCount -= taken.count
        guard missingByteCount == 0 else { return nil }
        let complete = InboundMessage(bytes: message[...], isCompressed: prefix >> 32 == 1)
        message = []
        prefix = 0
        prefixCount = 0
        return complete
    }

    private mutating func begin() throws(Failure) {
        let declared = Int(prefix & 0xFFFF_FFFF)
        switch UInt8(truncatingIfNeeded: prefix >> 32) {
        case 0: break
        case 1: failure = acceptsCompressed ? nil : .compressed
        case let flag: failure = .unknownFlag(flag)
        }
        if failure == nil, declared > limit { failure = .oversize(declaredByteCount: declared, limit: limit) }
        if let failure { throw failure }
        missingByteCount = declared
    }

    /// The five bytes before a message of `byteCount` bytes; `nil` where the length does not fit in 32 bits.
    package static func prefix(byteCount: Int, isCompressed: Bool = false) -> SmallBytes? {
        guard let length = UInt32(exactly: byteCount) else { return nil }
        return SmallBytes(bigEndian: (isCompressed ? 1 << 32 : 0) | UInt64(length), count: prefixByteCount)
    }
}
