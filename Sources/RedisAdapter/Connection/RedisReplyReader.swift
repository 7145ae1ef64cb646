internal import CHiredis

/// hiredis's protocol parser on its own, with the bounds that connections use; for tests of hostile bytes.
package struct RedisReplyReader: ~Copyable {
    private let reader: UnsafeMutablePointer<redisReader>

    package init() throws(RedisFailure) {
        guard let reader = redisReaderCreate() else { throw .invalid("no memory for a reader") }
        guard BoundedReplyTable.bound(reader) else {
            redisReaderFree(reader)
            throw .invalid("no memory for a reader")
        }
        self.reader = reader
    }

    deinit { redisReaderFree(reader) }

    /// Feeds bytes and returns every whole reply; `nil` once they break the protocol or a bound.
    package mutating func feed(_ bytes: [UInt8]) -> [RedisReply]? {
        let status = bytes.withUnsafeBytes { redisReaderFeed(reader, $0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        guard status == REDIS_OK else { return nil }
        var replies: [RedisReply] = []
        while true {
            var raw: UnsafeMutableRawPointer?
            guard redisReaderGetReply(reader, &raw) == REDIS_OK else { return nil }
            guard let raw else { return replies }
            defer { freeReplyObject(raw) }
            guard let reply = RedisReply(copying: raw.assumingMemoryBound(to: redisReply.self)) else { return nil }
            replies.append(reply)
        }
    }
}
