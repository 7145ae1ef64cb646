package import ModerationCore

/// One message of a bank's log.
package enum BankLogMessage: Sendable, Equatable {
    case change(BankChange)
    case tombstone
    /// Numbered, but nothing to apply: the epoch moves on past it.
    case malformed

    /// From `[id, [field, value, …]]`, whose id is `EPOCH-0`: the first number of the id, which anybody may have written. `nil`
    /// when there is none.
    package static func parse(_ reply: RedisReply, bank: BankMetadata) -> (number: UInt64, message: BankLogMessage)? {
        guard let pair = reply.elements, pair.count == 2, let id = pair[0].text else { return nil }
        let parts = id.split(separator: "-", maxSplits: 1)
        guard let number = parts.first.flatMap({ UInt64($0) }) else { return nil }
        return (number, parse(fields: pair[1], epoch: Int64(clamping: number), bank: bank))
    }

    private static func parse(fields: RedisReply, epoch: Int64, bank: BankMetadata) -> BankLogMessage {
        switch fields.field("change")?.text {
        case "put":
            guard let id = fields.field("id")?.text, let value = fields.field("entry")?.bytes,
                let entry = BankEntryDocument.decode(value, id: id, fingerprintKind: bank.fingerprintKind)
            else { return .malformed }
            return .change(.put([entry]))
        case "remove":
            guard let id = fields.field("id")?.text, BankEntryDocument.isValid(id: id) else { return .malformed }
            return .change(.remove(ids: [id]))
        case "meta":
            let values = BankMetaDocument.fieldNames.dropLast().map { fields.field($0) ?? .null } + [.integer(epoch)]
            switch BankMetaDocument(name: bank.name, values: values) {
            case .bank(let metadata): return .change(.metadata(metadata))
            case .tombstone: return .tombstone
            case nil: return .malformed
            }
        default:
            return .malformed
        }
    }
}
