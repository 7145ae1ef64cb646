import Glibc
import ModerationCore

/// Reads a bank's file block by block: whatever the bytes are, it returns a whole bank or throws, and holds one block and what the bank's entries
/// need.
package struct BankFileReader {
    /// What a file held.
    struct Contents {
        var load: BankLoad
        var freshAt: UnixTime
        /// Entries that the writing process had quarantined while the bank called them live.
        var quarantinedIDs: [String] = []
    }

    private let byteCount: Int
    private var contents: Contents?
    private var announcedCount: Int64 = 0
    private var entryCount: Int64 = 0
    private var reasons: [String] = []
    private var isAtEnd = false

    private init(byteCount: Int) { self.byteCount = byteCount }

    /// Of a bank of the format's own limits, so that no file makes the program keep more.
    private static let reasonLimit = RowMap.rowLimit

    static func read(path: String) throws(BankFileError) -> Contents {
        let file = try SnapshotDescriptor(path: path, flags: O_RDONLY)
        return try read(byteCount: try file.byteCount) { target throws(BankFileError) in try file.read(into: target) }
    }

    /// Reads the same from memory, for tests and fuzzing, which may leave checksums aside; the number of entries.
    package static func entryCount(in bytes: [UInt8], isChecked: Bool = true) throws(BankFileError) -> Int {
        var rest = bytes[...]
        let contents = try read(byteCount: bytes.count, isChecked: isChecked) { target throws(BankFileError) in
            let part = rest.prefix(target.count)
            UnsafeMutableRawBufferPointer(target).copyBytes(from: part)
            rest = rest.dropFirst(part.count)
            return part.count
        }
        return contents.load.entryCount
    }

    /// `read` fills the front of a buffer and returns the number of bytes, 0 at the end.
    private static func read(
        byteCount: Int,
        isChecked: Bool = true,
        _ read: (UnsafeMutableRawBufferPointer) throws(BankFileError) -> Int
    ) throws(BankFileError) -> Contents {
        var reader = BankFileReader(byteCount: byteCount)
        let head = try bytes(BankFileFormat.headByteCount, read)
        guard head.starts(with: BankFileFormat.magic) else { throw .notABank }
        let version = FieldReader.number(UInt32.self, head, at: 8)
        guard version == BankFileFormat.version else { throw .unknownVersion(version) }
        var offset = Int64(BankFileFormat.headByteCount)
        while !reader.isAtEnd {
            let head = try bytes(BankFileFormat.blockHeadByteCount, read)
            let byteCount = Int(FieldReader.number(UInt32.self, head, at: 4))
            guard byteCount <= BankFileFormat.payloadByteLimit else { throw .corrupt(offset: offset) }
            let payload = try bytes(byteCount, read)
            let checksum = FieldReader.number(UInt32.self, head, at: 8)
            if isChecked, BlockChecksum.of(head: Array(head[..<8]), payload: payload) != checksum {
                throw .corrupt(offset: offset)
            }
            do throws(FieldReader.Failure) {
                try reader.take(FieldReader.number(UInt32.self, head, at: 0), payload)
            } catch {
                throw .malformed(offset: offset, error.what)
            }
            offset += Int64(BankFileFormat.blockHeadByteCount + byteCount)
        }
        guard let contents = reader.contents else { throw .truncated }
        return contents
    }

    /// Exactly `count` bytes.
    private static func bytes(
        _ count: Int,
        _ read: (UnsafeMutableRawBufferPointer) throws(BankFileError) -> Int
    ) throws(BankFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            var result: Result<Int, BankFileError> = .success(0)
            bytes.withUnsafeMutableBytes { target in
                do throws(BankFileError) {
                    result = .success(try read(UnsafeMutableRawBufferPointer(rebasing: target[filled...])))
                } catch {
                    result = .failure(error)
                }
            }
            let part = try result.get()
            guard part > 0 else { throw .truncated }
            filled += min(part, count - filled)
        }
        return bytes
    }

    // MARK: Blocks

    private mutating func take(_ type: UInt32, _ payload: [UInt8]) throws(FieldReader.Failure) {
        var fields = FieldReader(payload)
        switch (BankFileFormat.BlockType(rawValue: type), contents != nil) {
        case (.bank, false): try takeBank(&fields)
        case (.reasons, true): try takeReasons(&fields)
        case (.entries, true): try takeEntries(&fields)
        case (.end, true): try takeEnd(&fields)
        default: throw .init("type \(type), which does not belong there")
        }
    }

    private mutating func takeBank(_ fields: inout FieldReader) throws(FieldReader.Failure) {
        let name = try fields.text()
        guard !name.isEmpty, let kind = BankKind(rawValue: try fields.text()) else { throw .init("no such kind of bank") }
        guard let fingerprintKind = FingerprintKind(rawValue: try fields.text()) else {
            throw .init("no such kind of fingerprint")
        }
        guard let state = BankMetadata.State(rawValue: try fields.text()) else { throw .init("no such state") }
        let pixelMode: String? = try fields.number(UInt8.self) == 0 ? nil : try fields.text()
        let stamp: String? = try fields.number(UInt8.self) == 0 ? nil : try fields.text()
        let radius = try fields.number(Int64.self)
        let epoch = try fields.number(Int64.self)
        let freshAt = try fields.number(Int64.self)
        announcedCount = try fields.number(Int64.self)
        guard fields.isAtEnd, (0...Int64(fingerprintKind.bitCount)).contains(radius), epoch >= 0, freshAt >= 0,
            (0...Int64(RowMap.rowLimit)).contains(announcedCount)
        else { throw .init("figures out of range") }
        let metadata = BankMetadata(
            name: name,
            kind: kind,
            fingerprintKind: fingerprintKind,
            radius: Int(radius),
            pixelMode: pixelMode,
            state: state,
            epoch: epoch,
            stamp: stamp
        )
        // Room is made for no more entries than the file's bytes can hold.
        let load = BankLoad(metadata, expectedCount: min(Int(announcedCount), byteCount / (fingerprintKind.bitCount / 8)))
        contents = Contents(load: load, freshAt: UnixTime(milliseconds: freshAt))
    }

    private mutating func takeReasons(_ fields: inout FieldReader) throws(FieldReader.Failure) {
        while !fields.isAtEnd {
            guard reasons.count < Self.reasonLimit else { throw .init("too many reasons") }
            reasons.append(try fields.text())
        }
    }

    private mutating func takeEntries(_ fields: inout FieldReader) throws(FieldReader.Failure) {
        guard var contents = contents.take() else { return }
        let kind = contents.load.metadata.fingerprintKind
        let wordCount = kind.bitCount / 64
        while !fields.isAtEnd {
            var bits = SIMD4<UInt64>()
            for index in 0..<wordCount { bits[index] = try fields.number(UInt64.self).byteSwapped }
            let flags = try fields.number(UInt8.self)
            guard flags <= 15, let state = BankFileFormat.state(flags & BankFileFormat.Flags.stateMask) else {
                throw .init("no such flags")
            }
            let number = Int(try fields.number(UInt32.self))
            guard number < reasons.count else { throw .init("a reason that is not there") }
            let expires = flags & BankFileFormat.Flags.expires == 0 ? nil : UnixTime(milliseconds: try fields.number(Int64.self))
            let isPlausible = (kind == .phash64 ? Fingerprint(phash64: bits[0]) : Fingerprint(pdq256: bits)).isPlausible
            let item = EntryStore.Item(bits: bits, state: state, expires: expires, reason: reasons[number])
            guard entryCount < announcedCount else { throw .init("more entries than announced") }
            entryCount += 1
            let id = try fields.textBytes()
            let isAdded = id.withUnsafeBytes { contents.load.add($0, isPlausible ? item : nil) }
            if !isAdded { contents.load.reject(String(decoding: id, as: UTF8.self)) }
            if flags & BankFileFormat.Flags.quarantinedHere != 0 {
                contents.quarantinedIDs.append(String(decoding: id, as: UTF8.self))
            }
        }
        self.contents = contents
    }

    private mutating func takeEnd(_ fields: inout FieldReader) throws(FieldReader.Failure) {
        guard try fields.number(Int64.self) == entryCount, entryCount == announcedCount, fields.isAtEnd else {
            throw .init("another number of entries than there are")
        }
        isAtEnd = true
    }
}
