import ModerationCore

/// What the banks say of the photos that could be read.
struct BankReading: Sendable {
    var matches: [FingerprintMatch]
    var banks: [BankStatus]
    var annotations: [Annotation]
    var record: StageRecord
}

/// Looks fingerprints up in memory. Photos whose fingerprint is noise match nothing, and the verdict says so.
struct BankStage: Sendable {
    let bank: any FingerprintBank
    let time: TimeSource

    /// A dry run leaves no trace.
    func look(up media: MediaReading, isDryRun: Bool) -> BankReading {
        let banks = media.photos.isEmpty ? [] : bank.statuses()
        var reading = BankReading(matches: [], banks: banks, annotations: [], record: StageTimer.skipped(.banks, "no photos"))
        guard !media.photos.isEmpty else { return reading }
        guard !banks.isEmpty else {
            reading.record = StageTimer.skipped(.banks, "no bank was ever loaded")
            return reading
        }
        let timer = StageTimer(.banks, time: time)
        for (index, photo) in media.readable {
            let fingerprints = [photo.fingerprint, photo.pdq?.photoFingerprint].compactMap { $0 }.filter(\.isReliable)
            for each in fingerprints { reading.matches += bank.matches(for: each, photoIndex: index, isCounted: !isDryRun) }
            if fingerprints.isEmpty {
                reading.annotations.append(
                    Annotation(code: .fingerprintUnreliable, detail: "photo \(index) is too flat or symmetric to be looked up")
                )
            }
        }
        reading.record = timer.record()
        return reading
    }
}
