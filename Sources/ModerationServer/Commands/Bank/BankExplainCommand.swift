import ArgumentParser
import ModerationCore

struct BankExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "What a photo is to the banks: its fingerprints, and the entries that come nearest.",
        discussion: """
            Shows entries beyond the bank's radius too. Reads whole banks: a million entries take some seconds.

            Example:
              holster bank explain pistol.jpg
              holster bank explain --bank known-bad --limit 20 pistol.jpg
            """
    )

    @OptionGroup var banks: BankAccess
    @Argument(help: "The photo: JPEG, PNG or WebP.") var photo: String
    @Option(help: "Only this bank.") var bank: String?
    @Option(help: "Entries of a bank, 1 to 100.") var limit = 5

    func run() async throws {
        let content = try contents(ofPhoto: photo)
        try await banks.withBanks { curation in
            let explanation = try await curation.explain(photo: content, bank: bank, limit: limit)
            print(
                "\(photo): \(explanation.width)×\(explanation.height), \(explanation.pixelMode) pixels, SHA-256 \(explanation.sha256)\n"
            )
            hashes(explanation)
            for each in explanation.banks { neighbours(each) }
        }
    }

    private func hashes(_ explanation: PhotoExplanation) {
        var table = TextTable(header: ["fingerprint", "orientation", "reliable", "quality", "hexadecimal"])
        for each in explanation.hashes {
            table.add([
                each.fingerprint.kind.rawValue, each.orientation.rawValue, each.isReliable ? "yes" : "NO",
                each.quality.map { "\($0)" } ?? "–", each.fingerprint.hexadecimal,
            ])
        }
        print(table.rendered())
    }

    private func neighbours(_ bank: PhotoExplanation.Bank) {
        let metadata = bank.metadata
        let what =
            "\(metadata.kind.rawValue), \(metadata.fingerprintKind.rawValue), radius \(metadata.radius), \(metadata.state.rawValue)"
        print("\n\(metadata.name) (\(what)), \(bank.entryCount) entries")
        if let skipped = bank.skipped { return print("  not compared: \(skipped)") }
        guard !bank.nearest.isEmpty else { return }
        var table = TextTable(header: ["entry", "distance", "", "orientation", "state", "reason"])
        for each in bank.nearest {
            table.add([
                printable(each.entry.id), "\(each.distance)", each.distance <= metadata.radius ? "MATCH" : "beyond",
                each.orientation.rawValue, each.entry.state.rawValue, printable(each.entry.reason),
            ])
        }
        print(table.rendered())
    }
}
