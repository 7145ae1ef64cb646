import MediaInput
import ModerationCore

extension RedisBankCuration {
    package func explain(
        photo content: ArraySlice<UInt8>,
        bank name: String?,
        limit: Int
    ) async throws(CurationFailure) -> PhotoExplanation {
        guard (1...CurationLimits.neighbours).contains(limit) else {
            throw CurationFailure(.invalid, "limit: \(limit), from 1 to \(CurationLimits.neighbours)")
        }
        let banks = if let name { [try await bank(name)] } else { try await banks() }
        let photo = try await parts.readPhoto(content, parts.pixelMode)
        var explained: [PhotoExplanation.Bank] = []
        for metadata in banks { explained.append(try await explain(photo, metadata, limit)) }
        return PhotoExplanation(
            hashes: FingerprintKind.allCases.flatMap { photo.hashes($0) },
            banks: explained,
            pixelMode: photo.mode.rawValue,
            width: photo.width,
            height: photo.height,
            sha256: photo.sha256
        )
    }

    private func explain(
        _ photo: PhotoReadings,
        _ metadata: BankMetadata,
        _ limit: Int
    ) async throws(CurationFailure) -> PhotoExplanation.Bank {
        let hashes = photo.hashes(metadata.fingerprintKind)
        guard hashes.contains(where: \.isReliable) else {
            let why =
                hashes.isEmpty
                ? "\(metadata.fingerprintKind.rawValue) is not made here" : "the photo's fingerprint is not reliable"
            return PhotoExplanation.Bank(metadata: metadata, nearest: [], entryCount: 0, skipped: why)
        }
        var nearest = NearestEntries(to: hashes.map { ($0.fingerprint, $0.orientation) }, limit: limit)
        _ = try await eachBatch(of: metadata.name) { batch throws(CurationFailure) in
            for entry in batch { nearest.look(at: entry) }
            return true
        }
        return PhotoExplanation.Bank(
            metadata: metadata,
            nearest: nearest.nearest,
            entryCount: nearest.entryCount,
            skipped: nil
        )
    }
}

extension PhotoReadings {
    /// `nil` where the reader does not make it.
    func fingerprint(_ kind: FingerprintKind) -> PhotoFingerprint? {
        switch kind {
        case .phash64: fingerprint
        case .pdq256: pdq?.photoFingerprint
        }
    }

    /// The fingerprint in each orientation that is made.
    func hashes(_ kind: FingerprintKind) -> [PhotoExplanation.Hash] {
        guard let made = fingerprint(kind) else { return [] }
        let quality = kind == .pdq256 ? pdq?.quality : nil
        return zip(Orientation.allCases, made.orientations).map { orientation, fingerprint in
            PhotoExplanation.Hash(
                fingerprint: fingerprint,
                orientation: orientation,
                isReliable: made.isReliable,
                quality: quality
            )
        }
    }
}
