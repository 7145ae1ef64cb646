import ArgumentParser
import CommandOptions
import Foundation
import MediaInput
import ModerationCore

/// Which bank entries go into; one that is not there is made.
struct TargetBank: ParsableArguments {
    @Option(help: "The bank.") var bank: String
    @Option(help: "What a new bank's entries stand for: block (default), review or allow.") var kind: BankKind?
    @Option(help: "What a new bank's fingerprints are: phash64 (default) or pdq256.") var fingerprint: FingerprintKind?
    @Option(
        help: "Bits by which a new bank's matches may differ (default 8 for phash64, 31 for pdq256; half that in an allow bank)."
    )
    var radius: Int?
    @Option(
        help: ArgumentHelp(
            "How photos are read, and how the fingerprints given were made: exact or fast; a bank has one mode.",
            valueName: "mode"
        )
    )
    var pixelMode: PixelMode?

    func validate() throws {
        let limit = (fingerprint ?? .phash64).maximumRadius
        guard (0...limit).contains(radius ?? 0) else { throw ValidationError("--radius must be from 0 to \(limit) bits") }
    }

    /// The bank that is there, if it is what was asked for; a new one otherwise. `claimedMode`: of what goes in, where that is known.
    func metadata(_ curation: any BankCuration, reason: String, claimedMode: PixelMode?) async throws -> BankMetadata {
        let mode = pixelMode ?? claimedMode
        if let known = try await curation.banks().first(where: { $0.name == bank }) {
            guard kind ?? known.kind == known.kind, radius ?? known.radius == known.radius,
                fingerprint ?? known.fingerprintKind == known.fingerprintKind
            else {
                let what = "\(known.kind.rawValue), \(known.fingerprintKind.rawValue), radius \(known.radius)"
                throw CommandFailure("bank \(bank) is there already: \(what)")
            }
            let knownMode = PixelMode.name(ofBank: known.pixelMode)
            guard mode?.rawValue ?? knownMode == knownMode else {
                throw CommandFailure(
                    "bank \(bank) has fingerprints of \(knownMode) pixels, --pixel-mode is \(mode?.rawValue ?? ""): one bank, one mode"
                )
            }
            return known
        }
        let draft = BankDraft(
            name: bank,
            kind: kind ?? .block,
            fingerprintKind: fingerprint ?? .phash64,
            radius: radius,
            pixelMode: mode?.rawValue
        )
        let made = try await curation.create(draft, reason: reason, isDryRun: false)
        let what = "\(made.kind.rawValue), \(made.fingerprintKind.rawValue), radius \(made.radius)"
        print("made bank \(bank): \(what), \(PixelMode.name(ofBank: made.pixelMode)) pixels")
        return made
    }
}

struct BankAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add photos (or fingerprints) to a bank; the bank is made when there is none of that name.",
        discussion: """
            Example:
              holster bank add --bank known-bad --reason "offered before" pistol.jpg e9b492cbb63a3825
              holster bank add --bank known-bad-pdq --fingerprint pdq256 --reason "offered before" pistol.jpg
            """
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var target: TargetBank
    @OptionGroup var entry: EntryOptions
    @Option(help: "Why; shown in verdicts.") var reason: String
    @Argument(
        help: ArgumentHelp(
            "Photos, or fingerprints of 16 (phash64) or 64 (pdq256) hexadecimal digits.",
            valueName: "photo|fingerprint"
        )
    )
    var items: [String]

    func validate() throws {
        guard !items.isEmpty else { throw ValidationError("give at least one photo or fingerprint") }
        try checkReason(reason)
    }

    func run() async throws {
        let fingerprints = items.filter(Self.isFingerprint)
        let photos = try items.filter { !Self.isFingerprint($0) }.map { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw CommandFailure("'\(path)' is neither a readable photo nor 16 or 64 hexadecimal digits")
            }
            return (name: path, content: [UInt8](data)[...])
        }
        try await banks.withBanks { curation in
            // Fingerprints that somebody made elsewhere are of exact pixels, unless they say otherwise.
            let metadata = try await target.metadata(
                curation,
                reason: reason,
                claimedMode: fingerprints.isEmpty ? nil : .exact
            )
            try await add(photos, to: metadata, entry, reason: reason, curation)
            for start in stride(from: 0, to: fingerprints.count, by: CurationLimits.entriesPerCall) {
                let batch = fingerprints[start..<min(start + CurationLimits.entriesPerCall, fingerprints.count)]
                let added = try await curation.add(
                    batch.map { EntryRecord(fingerprint: $0) },
                    bank: metadata.name,
                    terms: entry.terms(reason: reason, source: "fingerprint"),
                    isDryRun: false
                )
                report(added, metadata)
            }
        }
    }

    private static func isFingerprint(_ item: String) -> Bool {
        FingerprintKind.allCases.contains { Fingerprint(kind: $0, hexadecimal: item) != nil }
    }
}

struct BankAddPhotoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-photo",
        abstract: "Add photos to a bank, whatever their files are called.",
        discussion: "Example:\n  holster bank add-photo --bank known-bad --reason \"offered before\" pistol.jpg"
    )

    @OptionGroup var banks: BankAccess
    @OptionGroup var target: TargetBank
    @OptionGroup var entry: EntryOptions
    @Option(help: "Why; shown in verdicts.") var reason: String
    @Argument(help: ArgumentHelp("Photos: JPEG, PNG or WebP.", valueName: "photo")) var photos: [String]

    func validate() throws { try checkReason(reason) }

    func run() async throws {
        let read = try photos.map { (name: $0, content: try contents(ofPhoto: $0)) }
        try await banks.withBanks { curation in
            let metadata = try await target.metadata(curation, reason: reason, claimedMode: nil)
            try await add(read, to: metadata, entry, reason: reason, curation)
        }
    }
}

func checkReason(_ reason: String) throws {
    guard !reason.isEmpty, reason.unicodeScalars.count <= TextLimit.reason.characterCount else {
        throw ValidationError("--reason must have 1 to 200 characters")
    }
}

/// Where there are several, all of them are looked at before the first is added.
private func add(
    _ photos: [(name: String, content: ArraySlice<UInt8>)],
    to bank: BankMetadata,
    _ options: EntryOptions,
    reason: String,
    _ curation: any BankCuration
) async throws {
    for isDryRun in photos.count > 1 ? [true, false] : [false] {
        for photo in photos {
            let terms = options.terms(reason: reason, source: URL(filePath: photo.name).lastPathComponent)
            do throws(CurationFailure) {
                let added = try await curation.addPhoto(photo.content, bank: bank.name, terms: terms, isDryRun: isDryRun)
                if !isDryRun { report(added, bank) }
            } catch {
                throw CommandFailure("\(photo.name): \(error)")
            }
        }
    }
}

private func report(_ added: AddedEntries, _ bank: BankMetadata) {
    for entry in added.entries {
        print("\(bank.name) (\(bank.kind.rawValue)) epoch \(added.epoch): added \(printable(entry.id))")
    }
}
