import ModerationCore

/// One photo's lookup, over all banks with the same clocks.
struct BankLookup {
    let photo: PhotoFingerprint
    let photoIndex: Int
    /// Whether statistics and the flood rule take notice.
    let isCounted: Bool
    let now: ContinuousClock.Instant
    let wall: UnixTime
    private let queries: [SIMD4<UInt64>]

    init(photo: PhotoFingerprint, photoIndex: Int, isCounted: Bool, now: ContinuousClock.Instant, wall: UnixTime) {
        self.photo = photo
        self.photoIndex = photoIndex
        self.isCounted = isCounted
        self.now = now
        self.wall = wall
        queries = photo.orientations.prefix(Orientation.allCases.count).map(\.bits)
    }

    /// Appends the bank's matches. An entry that floods with this photo is quarantined.
    func run(on view: BankView, _ matches: inout [FingerprintMatch]) {
        let nearest = view.nearest(queries, limit: BankSet.maximumMatchCountPerBank, now: wall)
        if isCounted { view.ledger.countLookup(matchCount: nearest.count, at: now) }
        for candidate in nearest {
            let id = view.table.id(candidate.row)
            var state = view.table.label(candidate.row).state
            if state == .live, view.ledger.isQuarantined(id) { state = .quarantined }
            if isCounted, let notice = count(candidate, id, state, view) {
                _ = view.ledger.quarantine(notice)
                state = .quarantined
            }
            if state == .live, view.metadata.state == .shadow { state = .shadow }
            matches.append(
                FingerprintMatch(
                    bank: view.metadata.name,
                    bankKind: view.metadata.kind,
                    entryID: id,
                    distance: candidate.distance,
                    orientation: Orientation.allCases[candidate.query],
                    photoIndex: photoIndex,
                    reason: view.table.reason(candidate.row),
                    state: state
                )
            )
        }
    }

    /// A notice when the entry acts and floods. The photo counts as it matched: turned copies of one photo are one photo.
    private func count(
        _ candidate: NearestRows.Candidate,
        _ id: String,
        _ state: BankEntry.State,
        _ view: BankView
    ) -> QuarantineNotice? {
        let flood = view.ledger.record(
            id,
            bits: queries[candidate.query],
            sameDistance: BankKind.allow.defaultRadius(for: photo.fingerprint.kind),
            at: now,
            wall: wall
        )
        guard let flood, state == .live, view.metadata.state == .live else { return nil }
        return QuarantineNotice(
            bank: view.metadata.name,
            entryID: id,
            reason: "matched \(flood.photoCount) different photos of \(flood.lookupCount) looked up within "
                + "\(view.ledger.rule.window.wholeMicroseconds / 1_000_000) s",
            epoch: view.metadata.epoch,
            time: wall
        )
    }
}
