package import ModerationCore

/// One message of a bank's log.
package struct BankLogMessage: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case change(BankChange)
        case tombstone
        /// Numbered, but nothing to apply: the epoch moves on past it.
        case malformed
    }

    package var content: Content
    /// This change's stamp and the one before it (``BankScripts``); `nil` when whoever wrote the message left them out.
    package var stamp: String?
    package var after: String?
    /// Entries that were none, beside valid ones.
    package var malformedCount = 0

    package init(_ content: Content, stamp: String? = nil, after: String? = nil, malformedCount: Int = 0) {
        self.content = content
        self.stamp = stamp
        self.after = after
        self.malformedCount = malformedCount
    }

    /// From `[id, [field, value, …]]`, whose id is `EPOCH-0`: the first number of the id, which anybody may have written. `nil`
    /// when there is none.
    package static func parse(_ reply: RedisReply, bank: BankMetadata) -> (number: UInt64, message: BankLogMessage)? {
        guard let pair = reply.elements, pair.count == 2, let id = pair[0].text else { return nil }
        let parts = id.split(separator: "-", maxSplits: 1)
        guard let number = parts.first.flatMap({ UInt64($0) }) else { return nil }
        var message = parse(fields: pair[1], epoch: Int64(clamping: number), bank: bank)
        message.stamp = pair[1].field("stamp").flatMap { BankMetaDocument.stamp($0) }
        message.after = pair[1].field("after").flatMap { BankMetaDocument.stamp($0) }
        if case .change(.metadata(var metadata)) = message.content {
            metadata.stamp = message.stamp
            message.content = .change(.metadata(metadata))
        }
        return (number, message)
    }

    private static func parse(fields: RedisReply, epoch: Int64, bank: BankMetadata) -> BankLogMessage {
        switch fields.field("change")?.text {
        case "put": return puts(fields.elements ?? [], bank.fingerprintKind)
        case "remove":
            var ids: [String] = []
            for value in values("id", fields.elements ?? []) {
                guard let id = value.text, BankEntryDocument.isValid(id: id) else { return BankLogMessage(.malformed) }
                ids.append(id)
            }
            return BankLogMessage(ids.isEmpty ? .malformed : .change(.remove(ids: ids)))
        case "meta":
            let values = BankMetaDocument.fieldNames.dropLast().map { fields.field($0) ?? .null } + [.integer(epoch)]
            return switch BankMetaDocument(name: bank.name, values: values) {
            case .bank(let metadata): BankLogMessage(.change(.metadata(metadata)))
            case .tombstone: BankLogMessage(.tombstone)
            case nil: BankLogMessage(.malformed)
            }
        default:
            return BankLogMessage(.malformed)
        }
    }

    /// `id` and `entry` alternate. An entry that is none is left out and counted.
    private static func puts(_ fields: [RedisReply], _ kind: FingerprintKind) -> BankLogMessage {
        let ids = values("id", fields)
        let documents = values("entry", fields)
        guard !ids.isEmpty, ids.count == documents.count else { return BankLogMessage(.malformed) }
        var entries: [BankEntry] = []
        entries.reserveCapacity(ids.count)
        for (id, document) in zip(ids, documents) {
            guard let id = id.text, let bytes = document.bytes else { continue }
            if let entry = BankEntryDocument.decode(bytes, id: id, fingerprintKind: kind) { entries.append(entry) }
        }
        if entries.isEmpty { return BankLogMessage(.malformed) }
        return BankLogMessage(.change(.put(entries)), malformedCount: ids.count - entries.count)
    }

    private static func values(_ name: StaticString, _ fields: [RedisReply]) -> [RedisReply] {
        var found: [RedisReply] = []
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            guard case .bulk(let bytes) = fields[index] else { continue }
            if name.withUTF8Buffer({ bytes.elementsEqual($0) }) { found.append(fields[index + 1]) }
        }
        return found
    }
}
