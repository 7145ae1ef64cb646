import Glibc
import ModerationCore

/// Writes one bank as of one view, beside its place first and moved there when it is whole and on the disk: a reader finds the old file or the new
/// one. Writers of the bank go on meanwhile; rows that they remove are freed after the view is let go.
struct BankFileWriter: ~Copyable {
    private let file: SnapshotDescriptor
    private var entries: [UInt8] = []
    private var reasons: [UInt8] = []
    /// Numbers of reasons by their place in the bank's memory.
    private var numbers: [UInt32: UInt32] = [:]
    private var reasonCount: UInt32 = 0
    private var entryCount: UInt64 = 0

    /// Blocks are closed above this size: an entry more, with the longest texts, stays below the format's limit.
    private static let blockByteCount = 1 << 19

    static func write(_ view: BankView, freshAt: UnixTime, to path: String) throws(BankFileError) {
        let part = path + ".part"
        do throws(BankFileError) {
            var writer = try BankFileWriter(path: part)
            try writer.write(view, freshAt: freshAt)
            try writer.file.synchronise()
        } catch {
            unlink(part)
            throw error
        }
        guard rename(part, path) == 0 else { throw .system(operation: "rename", code: errno) }
        // The move itself is on the disk only with the folder (rename(2), fsync(2)).
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try SnapshotDescriptor(path: folder.isEmpty ? "/" : folder, flags: O_RDONLY | O_DIRECTORY).synchronise()
    }

    private init(path: String) throws(BankFileError) {
        file = try SnapshotDescriptor(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    }

    private mutating func write(_ view: BankView, freshAt: UnixTime) throws(BankFileError) {
        var head = BankFileFormat.magic
        Self.append(BankFileFormat.version, to: &head)
        try file.write(head)
        let quarantines = view.ledger.quarantines
        try block(.bank, Self.bank(view, freshAt: freshAt))
        for row in 0..<view.rowCount where view.shows(row) {
            append(row, of: view, quarantines)
            if entries.count > Self.blockByteCount || reasons.count > Self.blockByteCount { try flush() }
        }
        try flush()
        var end: [UInt8] = []
        Self.append(entryCount, to: &end)
        try block(.end, end)
    }

    private static func bank(_ view: BankView, freshAt: UnixTime) -> [UInt8] {
        let metadata = view.metadata
        var payload: [UInt8] = []
        for text in [metadata.name, metadata.kind.rawValue, metadata.fingerprintKind.rawValue, metadata.state.rawValue] {
            append(text, to: &payload)
        }
        for optional in [metadata.pixelMode, metadata.stamp] {
            payload.append(optional == nil ? 0 : 1)
            if let text = optional { append(text, to: &payload) }
        }
        append(Int64(metadata.radius), to: &payload)
        append(metadata.epoch, to: &payload)
        append(freshAt.milliseconds, to: &payload)
        append(Int64(view.counts.indexed), to: &payload)
        return payload
    }

    private mutating func append(_ row: UInt32, of view: BankView, _ quarantines: [String: QuarantineNotice]) {
        let table = view.table
        let label = table.label(row)
        let bits = table.bits(row)
        for index in 0..<table.kind.bitCount / 64 { Self.append(bits[index].byteSwapped, to: &entries) }
        var flags = BankFileFormat.code(label.state)
        if label.expires != nil { flags |= BankFileFormat.Flags.expires }
        if !quarantines.isEmpty, label.state == .live, quarantines[table.id(row)] != nil {
            flags |= BankFileFormat.Flags.quarantinedHere
        }
        entries.append(flags)
        Self.append(number(ofReason: table.reasonReference(row), label, table), to: &entries)
        if let expires = label.expires { Self.append(expires.milliseconds, to: &entries) }
        table.withID(row) { Self.append($0, to: &entries) }
        entryCount += 1
    }

    private mutating func number(ofReason reference: UInt32, _ label: EntryLabel, _ table: EntryRows) -> UInt32 {
        if label.sharesReason, let known = numbers[reference] { return known }
        let number = reasonCount
        reasonCount += 1
        table.texts.withBytes(of: reference) { Self.append($0, to: &reasons) }
        if label.sharesReason { numbers[reference] = number }
        return number
    }

    private mutating func flush() throws(BankFileError) {
        if !reasons.isEmpty { try block(.reasons, reasons) }
        if !entries.isEmpty { try block(.entries, entries) }
        reasons.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    private func block(_ type: BankFileFormat.BlockType, _ payload: [UInt8]) throws(BankFileError) {
        var head: [UInt8] = []
        Self.append(type.rawValue, to: &head)
        Self.append(UInt32(payload.count), to: &head)
        Self.append(BlockChecksum.of(head: head, payload: payload), to: &head)
        try file.write(head)
        try file.write(payload)
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8.prefix(TextArena.byteLimit)
        append(UInt16(utf8.count), to: &bytes)
        bytes.append(contentsOf: utf8)
    }

    private static func append(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        append(UInt16(text.count), to: &bytes)
        bytes.append(contentsOf: text)
    }
}
