import ArgumentParser
import CommandOptions
import Foundation
import MediaInput
import ModerationCore
import Reactor
import RedisAdapter

struct BankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: "Curate the banks of known photos in Redis.",
        discussion: """
            A change decides verdicts everywhere within a second; no server is restarted.

            Example:
              holster bank add --bank known-bad --kind block --reason "offered before" pistol.jpg
              holster bank list --bank known-bad
              holster bank remove --bank known-bad ph-e9b492cbb63a3825
            """,
        subcommands: [AddCommand.self, RemoveCommand.self, ListCommand.self]
    )

    struct AddCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add photos (or fingerprints) to a bank; the bank is made when there is none of that name.",
            discussion: "Example:\n  holster bank add --bank known-bad --reason \"offered before\" pistol.jpg e9b492cbb63a3825"
        )

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: ArgumentHelp("Photos, or fingerprints of 16 hexadecimal digits.", valueName: "photo|fingerprint"))
        var items: [String]
        @Option(help: "The bank.") var bank: String
        @Option(help: "What a new bank's entries stand for: block (default), review or allow.") var kind: BankKind?
        @Option(help: "Bits by which a new bank's matches may differ (default 8).") var radius: Int?
        @Option(
            help: ArgumentHelp(
                "How photos are read, and how the fingerprints given were made: exact or fast; a bank has one mode.",
                valueName: "mode"
            )
        )
        var pixelMode = PixelMode.exact
        @Option(help: "Why; shown in verdicts.") var reason: String
        @Option(help: "Who adds it.") var author = NSUserName()
        @Option(help: "A note for curators.") var note = ""

        func validate() throws {
            guard !items.isEmpty else { throw ValidationError("give at least one photo or fingerprint") }
            guard (0...32).contains(radius ?? 8) else { throw ValidationError("--radius must be from 0 to 32 bits") }
            guard !reason.isEmpty, reason.count <= 200 else { throw ValidationError("--reason must have 1 to 200 characters") }
        }

        func run() async throws {
            let entries = try items.map(entry)
            try await withBanks(options) { banks in
                let metadata = try await self.metadata(banks)
                for entry in entries {
                    let epoch = try await banks.put(entry, bank: bank)
                    print("\(bank) (\(metadata.kind.rawValue)) epoch \(epoch): added \(entry.id)")
                }
            }
        }

        /// The bank that is there, if it is what was asked for; a new one otherwise.
        private func metadata(_ banks: RedisBankStore) async throws -> BankMetadata {
            if let known = try await banks.banks().first(where: { $0.name == bank }) {
                guard kind ?? known.kind == known.kind, radius ?? known.radius == known.radius else {
                    throw CommandFailure("bank \(bank) is there already: \(known.kind.rawValue), radius \(known.radius)")
                }
                let mode = PixelMode.name(ofBank: known.pixelMode)
                guard mode == pixelMode.rawValue else {
                    throw CommandFailure(
                        "bank \(bank) has fingerprints of \(mode) pixels, --pixel-mode is \(pixelMode.rawValue): one bank, one mode"
                    )
                }
                return known
            }
            let made = BankMetadata(
                name: bank,
                kind: kind ?? .block,
                fingerprintKind: .phash64,
                radius: radius ?? 8,
                pixelMode: pixelMode.rawValue
            )
            _ = try await banks.create(made)
            print("made bank \(bank): \(made.kind.rawValue), radius \(made.radius), \(pixelMode.rawValue) pixels")
            return made
        }

        private func entry(_ item: String) throws -> BankEntry {
            let fingerprint: Fingerprint
            if let given = Fingerprint(kind: .phash64, hexadecimal: item) {
                // A picture's hash has about half its bits set, as they are compared with a median.
                guard given.words.allSatisfy({ (8...56).contains($0.nonzeroBitCount) }) else {
                    throw CommandFailure("\(item): no photo of use has this fingerprint; it would match flat pictures")
                }
                fingerprint = given
            } else {
                guard let data = FileManager.default.contents(atPath: item) else {
                    throw CommandFailure("'\(item)' is neither a readable photo nor 16 hexadecimal digits")
                }
                do {
                    let photo = try PhotoReader(mode: pixelMode).read([UInt8](data)[...])
                    guard photo.fingerprint.isReliable else {
                        throw CommandFailure(
                            "\(item): too flat or symmetric for a reliable fingerprint; it would match unrelated photos"
                        )
                    }
                    fingerprint = photo.fingerprint.fingerprint
                } catch let error as PhotoError {
                    throw CommandFailure("\(item): \(error)")
                }
            }
            return BankEntry(
                id: "ph-\(fingerprint.hexadecimal)",
                fingerprint: fingerprint.hexadecimal,
                source: URL(filePath: item).lastPathComponent,
                reason: reason,
                author: author,
                created: TimeSource.system.wallNow(),
                note: note
            )
        }
    }

    struct RemoveCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Remove entries from a bank.",
            discussion: "Example:\n  holster bank remove --bank known-bad ph-e9b492cbb63a3825"
        )

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: ArgumentHelp("Entries, by id.", valueName: "entry-id")) var entryIDs: [String]
        @Option(help: "The bank.") var bank: String

        func run() async throws {
            try await withBanks(options) { banks in
                for id in entryIDs {
                    guard let epoch = try await banks.remove(entryID: id, bank: bank) else {
                        throw CommandFailure("bank \(bank) has no entry '\(id)'")
                    }
                    print("\(bank) epoch \(epoch): removed \(id)")
                }
            }
        }
    }

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "The banks, or one bank's entries.",
            discussion: "Example:\n  holster bank list\n  holster bank list --bank known-bad"
        )

        @OptionGroup var options: ConfigurationOptions
        @Option(help: "Show this bank's entries.") var bank: String?

        func run() async throws {
            try await withBanks(options) { banks in
                if let bank {
                    let (entries, malformedCount) = try await banks.entries(bank: bank)
                    var table = TextTable(header: ["entry", "state", "author", "source", "reason"])
                    for each in entries {
                        table.add([
                            each.id, each.state.rawValue, printable(each.author), printable(each.source), printable(each.reason),
                        ])
                    }
                    print(table.rendered())
                    if malformedCount > 0 { print("\(malformedCount) values in Redis are no entries, and were left out") }
                } else {
                    var table = TextTable(header: ["bank", "kind", "fingerprint", "pixels", "radius", "state", "epoch"])
                    for each in try await banks.banks() {
                        table.add([
                            each.name, each.kind.rawValue, each.fingerprintKind.rawValue, each.pixelMode ?? "–", "\(each.radius)",
                            each.state.rawValue, "\(each.epoch)",
                        ])
                    }
                    print(table.rendered())
                }
            }
        }
    }
}

extension BankKind: ExpressibleByArgument {}
extension PixelMode: ExpressibleByArgument {}

/// Connects to the configuration's Redis and runs `body`; a failure becomes one line for the person.
private func withBanks(_ options: ConfigurationOptions, _ body: (RedisBankStore) async throws -> Void) async throws {
    let configuration = try options.load()
    let eventLoops = try EventLoopGroup(threadCount: 1, name: "bank")
    defer { eventLoops.shutDown() }
    let client = RedisClient(RedisConfiguration(configuration.redis), loop: eventLoops.next())
    for _ in 0..<200 where !client.isConnected { try await Task.sleep(for: .milliseconds(10)) }
    do {
        guard client.isConnected else {
            throw CommandFailure("Redis at \(configuration.redis.endpoint) (redis.endpoint) does not answer")
        }
        try await body(RedisBankStore(client: client, time: .system))
        await client.close()
    } catch {
        await client.close()
        if let failure = error as? RedisFailure { throw CommandFailure("\(failure)") }
        throw error
    }
}
