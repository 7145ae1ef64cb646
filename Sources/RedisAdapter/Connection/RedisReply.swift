internal import CHiredis

/// A reply of Redis (RESP2), copied out of the C library's memory.
public enum RedisReply: Sendable, Equatable {
    case null
    case integer(Int64)
    case bulk([UInt8])
    /// `OK`, `PONG`, `QUEUED`.
    case status(String)
    case error(String)
    case array([RedisReply])

    /// A bulk string's or status's bytes; `nil` for anything else.
    public var bytes: [UInt8]? {
        switch self {
        case .bulk(let bytes): bytes
        case .status(let text): Array(text.utf8)
        default: nil
        }
    }

    /// Like ``bytes``, when they are UTF-8.
    public var text: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }

    /// An integer reply, or a string that spells one.
    public var number: Int64? {
        if case .integer(let value) = self { return value }
        return text.flatMap { Int64($0) }
    }

    public var elements: [RedisReply]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The value of `name` in a flat list of names and values, as HGETALL and stream messages have.
    public func field(_ name: String) -> RedisReply? {
        guard let elements else { return nil }
        let wanted = Array(name.utf8)
        for index in stride(from: 0, to: elements.count - 1, by: 2) where elements[index].bytes == wanted {
            return elements[index + 1]
        }
        return nil
    }
}

extension RedisReply {
    /// Copies a reply. Depth and the elements of all arrays together are bounded; `nil` beyond the bounds, for a null pointer, or a type unknown.
    init?(copying reply: UnsafePointer<redisReply>?) {
        var budget = Int(HOLSTER_REDIS_ARRAY_LIMIT)
        self.init(reply, depth: 0, budget: &budget)
    }

    private init?(_ pointer: UnsafePointer<redisReply>?, depth: Int, budget: inout Int) {
        // hiredis itself refuses more than 7 levels.
        guard let reply = pointer?.pointee, depth <= 8, budget > 0 else { return nil }
        budget -= 1
        switch reply.type {
        case REDIS_REPLY_NIL:
            self = .null
        case REDIS_REPLY_INTEGER:
            self = .integer(reply.integer)
        case REDIS_REPLY_STRING:
            self = .bulk(Self.bytes(reply))
        case REDIS_REPLY_STATUS:
            self = .status(String(decoding: Self.bytes(reply), as: UTF8.self))
        case REDIS_REPLY_ERROR:
            self = .error(String(decoding: Self.bytes(reply), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            guard reply.elements <= budget else { return nil }
            var elements: [RedisReply] = []
            elements.reserveCapacity(reply.elements)
            for index in 0..<reply.elements {
                guard let element = RedisReply(reply.element?[index], depth: depth + 1, budget: &budget) else { return nil }
                elements.append(element)
            }
            self = .array(elements)
        default:
            return nil
        }
    }

    private static func bytes(_ reply: redisReply) -> [UInt8] {
        guard let start = reply.str, reply.len > 0 else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: reply.len))
    }
}
