import ModerationAPI
import ProtobufTesting

extension HolsterV1.Bank: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        kind = random.string()
        fingerprint = random.string()
        radius = random.uint32()
        pixelMode = random.string()
        state = random.string()
        epoch = random.int64()
    }
}

extension HolsterV1.BankEntry: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        id = random.string()
        fingerprint = random.string()
        source = random.string()
        reason = random.string()
        author = random.string()
        createdAtUnixMs = random.int64()
        expiresAtUnixMs = random.optional { $0.int64() }
        state = random.string()
        note = random.string()
        changedAtUnixMs = random.optional { $0.int64() }
        changedBy = random.string()
    }
}

extension HolsterV1.ListBanksRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
    }
}

extension HolsterV1.ListBanksResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        banks = random.list { $0.message() }
    }
}

extension HolsterV1.CreateBankRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        kind = random.string()
        fingerprint = random.string()
        radius = random.optional { $0.uint32() }
        pixelMode = random.string()
        state = random.string()
        reason = random.string()
        dryRun = random.bool()
    }
}

extension HolsterV1.UpdateBankRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        radius = random.optional { $0.uint32() }
        state = random.string()
        reason = random.string()
        dryRun = random.bool()
    }
}

extension HolsterV1.DropBankRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        reason = random.string()
        dryRun = random.bool()
    }
}

extension HolsterV1.BankChanged: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.optional { $0.message() }
        epoch = random.int64()
        dryRun = random.bool()
    }
}

extension HolsterV1.ListEntriesRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        states = random.list { $0.string() }
        author = random.string()
        limit = random.uint32()
    }
}

extension HolsterV1.ListEntriesResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        entries = random.list { $0.message() }
        malformedCount = random.uint32()
    }
}

extension HolsterV1.NewEntry: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        fingerprint = random.string()
        id = random.string()
        source = random.string()
    }
}

extension HolsterV1.AddEntriesRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        entries = random.list { $0.message() }
        reason = random.string()
        note = random.string()
        expiresAtUnixMs = random.optional { $0.int64() }
        state = random.string()
        dryRun = random.bool()
    }
}

extension HolsterV1.AddEntriesResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        epoch = random.int64()
        entryIDs = random.list { $0.string() }
        dryRun = random.bool()
    }
}

extension HolsterV1.AddPhotoRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        content = random.bytes()
        source = random.string()
        reason = random.string()
        note = random.string()
        expiresAtUnixMs = random.optional { $0.int64() }
        state = random.string()
        dryRun = random.bool()
    }
}

extension HolsterV1.AddPhotoResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        epoch = random.int64()
        entry = random.optional { $0.message() }
        dryRun = random.bool()
    }
}

extension HolsterV1.RemoveEntriesRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        entryIDs = random.list { $0.string() }
        reason = random.string()
    }
}

extension HolsterV1.MoveEntriesRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        fromBank = random.string()
        toBank = random.string()
        entryIDs = random.list { $0.string() }
        reason = random.string()
    }
}

extension HolsterV1.SetEntryStateRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        entryIDs = random.list { $0.string() }
        state = random.string()
        reason = random.string()
    }
}

extension HolsterV1.EntriesChanged: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        epoch = random.int64()
        changedCount = random.uint32()
    }
}

extension HolsterV1.ImportRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        part = random.oneOf({ .start($0.message()) }, { .chunk($0.bytes()) }, { .entries($0.message()) })
    }
}

extension HolsterV1.ImportStart: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        format = random.string()
        reason = random.string()
        source = random.string()
        note = random.string()
        expiresAtUnixMs = random.optional { $0.int64() }
        state = random.string()
        dryRun = random.bool()
        keepAuthors = random.bool()
    }
}

extension HolsterV1.ImportedEntries: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        entries = random.list { $0.message() }
    }
}

extension HolsterV1.ImportResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        epoch = random.int64()
        acceptedCount = random.uint64()
        rejectedCount = random.uint64()
        rejected = random.list { $0.message() }
        dryRun = random.bool()
    }
}

extension HolsterV1.RejectedLine: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        line = random.uint64()
        reason = random.string()
    }
}

extension HolsterV1.ExportRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
        format = random.string()
        states = random.list { $0.string() }
    }
}

extension HolsterV1.ExportResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        chunk = random.bytes()
        entryCount = random.uint64()
        leftOutCount = random.uint64()
    }
}

extension HolsterV1.StatsRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.string()
    }
}

extension HolsterV1.StatsResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        banks = random.list { $0.message() }
    }
}

extension HolsterV1.BankStats: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.optional { $0.message() }
        liveCount = random.uint64()
        shadowCount = random.uint64()
        quarantinedCount = random.uint64()
        expiredCount = random.uint64()
        malformedCount = random.uint64()
        countsByAuthor = random.map { $0.int64() }
        newestAtUnixMs = random.optional { $0.int64() }
        memory = random.optional { $0.message() }
    }
}

extension HolsterV1.BankInMemory: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        epoch = random.int64()
        entryCount = random.uint64()
        staleMs = random.int64()
        matchCount = random.uint64()
        mostMatched = random.list { $0.message() }
    }
}

extension HolsterV1.EntryMatches: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        entryID = random.string()
        matchCount = random.uint64()
    }
}

extension HolsterV1.ExplainPhotoRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        content = random.bytes()
        bank = random.string()
        limit = random.uint32()
    }
}

extension HolsterV1.ExplainPhotoResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        hashes = random.list { $0.message() }
        banks = random.list { $0.message() }
        pixelMode = random.string()
        width = random.uint32()
        height = random.uint32()
        sha256 = random.string()
    }
}

extension HolsterV1.PhotoHash: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        fingerprint = random.string()
        orientation = random.string()
        hexadecimal = random.string()
        reliable = random.bool()
        quality = random.optional { $0.uint32() }
    }
}

extension HolsterV1.BankNeighbours: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        bank = random.optional { $0.message() }
        nearest = random.list { $0.message() }
        entryCount = random.uint64()
        skipped = random.string()
    }
}

extension HolsterV1.Neighbour: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        entry = random.optional { $0.message() }
        distance = random.uint32()
        orientation = random.string()
        withinRadius = random.bool()
    }
}

extension HolsterV1.ExplainTextRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        title = random.string()
        description = random.string()
        category = random.string()
        region = random.string()
        language = random.string()
    }
}

extension HolsterV1.ExplainTextResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        matches = random.list { $0.message() }
        rules = random.string()
        readings = random.list { $0.message() }
    }
}

extension HolsterV1.TextReading: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        field = random.string()
        view = random.string()
        text = random.string()
    }
}
