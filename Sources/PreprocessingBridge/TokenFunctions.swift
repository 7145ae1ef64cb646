import CHolsterPreprocessing
import Synchronization

// The token functions of `holster_preprocessing.h`, which says what each of them does; the compiler checks their types against it.

@c @implementation
public func holster_tokenizer_open(
    _ vocabulary: UnsafePointer<UInt8>?,
    _ byteCount: Int,
    _ casing: Int32,
    _ tokenizer: UnsafeMutablePointer<OpaquePointer?>?,
    _ message: UnsafeMutablePointer<CChar>?,
    _ messageCapacity: Int
) -> Int32 {
    BridgeFailure.status(message, messageCapacity) { () throws(BridgeFailure) in
        guard let tokenizer else { throw .invalid("no place for the tokenizer") }
        tokenizer.pointee = nil
        guard let vocabulary = CallerMemory.bytes(vocabulary, byteCount) else { throw .invalid("no vocabulary at its address") }
        tokenizer.pointee = Handle.open(try BridgedTokenizer(vocabulary: vocabulary, casing: casing))
    }
}

@c @implementation
public func holster_tokenizer_close(_ tokenizer: OpaquePointer?) { Handle.close(tokenizer) }

@c @implementation
public func holster_tokenizer_describe(_ tokenizer: OpaquePointer?, _ digest: UnsafeMutablePointer<CChar>?) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let tokenizer = Handle.object(tokenizer, as: BridgedTokenizer.self) else { throw .invalid("no tokenizer") }
        CallerMemory.write(tokenizer.vocabularyDigest, to: digest, capacity: 71)
        return tokenizer.entryCount
    }
}

@c @implementation
public func holster_tokenize(
    _ tokenizer: OpaquePointer?,
    _ title: UnsafePointer<UInt8>?,
    _ titleByteCount: Int,
    _ description: UnsafePointer<UInt8>?,
    _ descriptionByteCount: Int,
    _ length: Int,
    _ isPadded: Int32,
    _ ids: UnsafeMutablePointer<Int64>?,
    _ mask: UnsafeMutablePointer<Int64>?
) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let tokenizer = Handle.object(tokenizer, as: BridgedTokenizer.self) else { throw .invalid("no tokenizer") }
        guard let title = CallerMemory.bytes(title, titleByteCount),
            let description = CallerMemory.bytes(description, descriptionByteCount)
        else { throw .invalid("no text at its address") }
        guard (2...Int(HOLSTER_MAX_TOKEN_COUNT)).contains(length) else { throw .invalid("rows of \(length) ids") }
        guard let ids else { throw .invalid("no place for the ids") }
        let row = TokenRow(ids: ids, mask: mask, length: length)
        return tokenizer.fill(row, title: title, description: description, isPadded: isPadded != 0)
    }
}

@c @implementation
public func holster_tokenize_with_offsets(
    _ tokenizer: OpaquePointer?,
    _ text: UnsafePointer<UInt8>?,
    _ byteCount: Int,
    _ length: Int,
    _ ids: UnsafeMutablePointer<Int64>?,
    _ starts: UnsafeMutablePointer<Int64>?,
    _ ends: UnsafeMutablePointer<Int64>?
) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let tokenizer = Handle.object(tokenizer, as: BridgedTokenizer.self) else { throw .invalid("no tokenizer") }
        guard let text = CallerMemory.bytes(text, byteCount) else { throw .invalid("no text at its address") }
        guard (2...Int(HOLSTER_MAX_TOKEN_COUNT)).contains(length) else { throw .invalid("rows of \(length) ids") }
        guard let ids, let starts, let ends else { throw .invalid("a NULL among the arrays") }
        let pieces = tokenizer.locate(text, length: length)
        let count = min(pieces.ids.count, pieces.ranges.count, length)
        for index in 0..<count {
            ids[index] = pieces.ids[index]
            starts[index] = Int64(pieces.ranges[index].lowerBound)
            ends[index] = Int64(pieces.ranges[index].upperBound)
        }
        return count
    }
}

@c @implementation
public func holster_tokenize_batch(
    _ tokenizer: OpaquePointer?,
    _ titles: UnsafePointer<UInt8>?,
    _ titleOffsets: UnsafePointer<Int64>?,
    _ descriptions: UnsafePointer<UInt8>?,
    _ descriptionOffsets: UnsafePointer<Int64>?,
    _ count: Int,
    _ length: Int,
    _ threadCount: UInt32,
    _ ids: UnsafeMutablePointer<Int64>?,
    _ mask: UnsafeMutablePointer<Int64>?,
    _ counts: UnsafeMutablePointer<Int64>?
) -> Int64 {
    BridgeFailure.count { () throws(BridgeFailure) in
        guard let tokenizer = Handle.object(tokenizer, as: BridgedTokenizer.self) else { throw .invalid("no tokenizer") }
        guard (0...Int(HOLSTER_MAX_BATCH_COUNT)).contains(count) else { throw .invalid("\(count) texts") }
        guard (2...Int(HOLSTER_MAX_TOKEN_COUNT)).contains(length) else { throw .invalid("rows of \(length) ids") }
        guard count > 0 else { return 0 }
        guard let titleOffsets, let ids else { throw .invalid("a NULL among the arrays") }
        guard let titles = TextColumn(bytes: titles, offsets: titleOffsets, count: count),
            let descriptions = TextColumn(bytes: descriptions, offsets: descriptionOffsets, count: count)
        else { throw .invalid("offsets that fall, or no text at its address") }
        let batch = TextBatch(
            titles: titles,
            descriptions: descriptions,
            length: length,
            ids: ids,
            mask: mask,
            counts: counts
        )
        let longest = LongestRow()
        ParallelLoop.run(count: count, threadCount: Int(threadCount)) { longest.take(batch.tokenize($0, with: tokenizer)) }
        return longest.count
    }
}

/// The longest row of a batch, from any thread.
private final class LongestRow: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .relaxed) }

    func take(_ count: Int) { value.max(count, ordering: .relaxed) }
}
