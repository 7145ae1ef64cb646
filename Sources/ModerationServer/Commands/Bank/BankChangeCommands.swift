import ArgumentParser
import MediaInput
import ModerationCore

struct BankCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make an empty bank.",
        discussion: """
            Example:
              holster bank create --kind review --fingerprint pdq256 --state shadow --reason "partner's list, on trial" partner-list
            """
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "Its name: 1 to 64 of A–Z a–z 0–9 _ . -") var bank: String
    @Option(help: "What its entries stand for: block, review or allow.") var kind: BankKind
    @Option(help: "phash64 (default) or pdq256.") var fingerprint = FingerprintKind.phash64
    @Option(help: "Bits by which matches may differ (default 8 for phash64, 31 for pdq256; half that in an allow bank).")
    var radius: Int?
    @Option(help: "How photos are read: exact or fast (default: as the server reads them).") var pixelMode: PixelMode?
    @Option(help: "live (default), shadow (recorded, does not act) or disabled.") var state = BankMetadata.State.live
    @Option(help: "Why; kept in the server's log.") var reason: String
    @Flag(help: "Check, and change nothing.") var dryRun = false

    func run() async throws {
        try await banks.withBanks { curation in
            let draft = BankDraft(
                name: bank,
                kind: kind,
                fingerprintKind: fingerprint,
                radius: radius,
                pixelMode: pixelMode?.rawValue,
                state: state
            )
            let made = try await curation.create(draft, reason: reason, isDryRun: dryRun)
            print("\(dryRun ? "would make" : "made") bank \(bank): \(made.summary)")
        }
    }
}

struct BankUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a bank's radius or state.",
        discussion: "Example:\n  holster bank update --state live --reason \"trial went well\" partner-list"
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The bank.") var bank: String
    @Option(help: "Bits by which matches may differ.") var radius: Int?
    @Option(help: "live, shadow (recorded, does not act) or disabled.") var state: BankMetadata.State?
    @Option(help: "Why; kept in the server's log.") var reason: String
    @Flag(help: "Check, and change nothing.") var dryRun = false

    func validate() throws {
        guard radius != nil || state != nil else { throw ValidationError("give --radius or --state") }
    }

    func run() async throws {
        try await banks.withBanks { curation in
            let changed = try await curation.update(
                bank: bank,
                radius: radius,
                state: state,
                reason: reason,
                isDryRun: dryRun
            )
            print("\(bank) epoch \(changed.epoch): \(dryRun ? "would be" : "is") \(changed.summary)")
        }
    }
}

struct BankDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Remove a bank with everything in it.",
        discussion: """
            Export it first: there is no way back.

            Example:
              holster bank drop --confirm partner-list --reason "contract ended" partner-list
            """
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The bank.") var bank: String
    @Option(help: ArgumentHelp("The bank's name once more.", valueName: "bank")) var confirm: String?
    @Option(help: "Why; kept in the server's log.") var reason: String
    @Flag(help: "Check, and change nothing.") var dryRun = false

    func validate() throws {
        guard dryRun || confirm == bank else {
            throw ValidationError("say --confirm \(bank): the bank's entries would be gone for good")
        }
    }

    func run() async throws {
        try await banks.withBanks { curation in
            let dropped = try await curation.drop(bank: bank, reason: reason, isDryRun: dryRun)
            print("\(bank) epoch \(dropped.epoch): \(dryRun ? "would be dropped" : "dropped")")
        }
    }
}

extension BankMetadata {
    /// For a person, without the name.
    fileprivate var summary: String {
        "\(kind.rawValue), \(fingerprintKind.rawValue), radius \(radius), \(PixelMode.name(ofBank: pixelMode)) pixels, \(state.rawValue)"
    }
}
