import BankFormats
import CLibFuzzer
import ModerationCore

/// The first byte chooses the format (two bits) and how large the pieces are in which the file arrives; what follows is the file.
private func fuzzFormats(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count > 0, let data else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    let format = EntryFormat.allCases[Int(bytes[0] & 3) % EntryFormat.allCases.count]
    let file = bytes[1...]
    let whole = lines(file, format, pieceSize: .max)
    precondition(whole == lines(file, format, pieceSize: 1 + Int(bytes[0] >> 2)), "pieces change what is read")
    guard let whole else { return 0 }
    settles(whole.compactMap { line -> EntryRecord? in if case .entry(let record, _) = line { record } else { nil } })
    for case .rejected(let rejected) in whole { precondition(rejected.line > 0 && !rejected.reason.isEmpty) }
    return 0
}

/// `nil` where the file cannot be read at all.
private func lines(_ file: ArraySlice<UInt8>, _ format: EntryFormat, pieceSize: Int) -> [EntryFileReader.Line]? {
    var reader = EntryFileReader(format: format)
    var lines: [EntryFileReader.Line] = []
    var rest = file
    while !rest.isEmpty {
        let piece = rest.prefix(pieceSize)
        rest = rest.dropFirst(piece.count)
        guard let read = try? reader.read(piece) else { return nil }
        lines += read
    }
    guard let last = try? reader.finish() else { return nil }
    return lines + last
}

/// What was read and is written is read again as it was.
private func settles(_ records: [EntryRecord]) {
    let entries = records.map(entry)
    for format in [EntryFormat.csv, .jsonl] {
        var writer = EntryFileWriter(format: format)
        let again = lines(writer.write(entries)[...], format, pieceSize: 100)
        let read = (again ?? []).compactMap { line -> EntryRecord? in if case .entry(let record, _) = line { record } else { nil }
        }
        // CSV knows no difference between a text that is empty and one that is not there.
        precondition(read.map(entry) == entries, "\(format) does not settle")
    }
}

private func entry(_ record: EntryRecord) -> BankEntry {
    func short(_ time: UnixTime?) -> UnixTime? {
        // Longer ones are no times of ours, and are written as such a file cannot have them.
        time.flatMap { (-9_999_999_999_999...9_999_999_999_999).contains($0.milliseconds) ? $0 : nil }
    }
    return BankEntry(
        id: record.id ?? "",
        fingerprint: trimmed(record.fingerprint),
        source: record.source ?? "",
        reason: record.reason ?? "",
        author: record.author ?? "",
        created: short(record.created) ?? UnixTime(milliseconds: 0),
        expires: short(record.expires),
        state: record.state ?? .live,
        note: record.note ?? "",
        changed: short(record.changed),
        changedBy: record.changedBy ?? ""
    )
}

/// A fingerprint that a bank may have has no space about it.
private func trimmed(_ text: String) -> String {
    let kept = text.filter { $0.isASCII && $0.isHexDigit }
    return kept.isEmpty ? "0f" : kept
}

@_cdecl("FormatsFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzFormats)
}
