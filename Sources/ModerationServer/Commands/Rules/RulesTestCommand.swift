import ArgumentParser
import CommandOptions
import Deciding
import EvasionGate
import Foundation
import ModerationCore
import Screening

struct RulesTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the examples beside the rule file, and the evasion gate.",
        discussion: """
            Examples for rules.yaml are in rules.test.yaml unless files are given. The evasion gate disguises the prohibited titles in the folder
            evasion beside the rule file, as evaders do, and counts what is still held, and what is held of the innocent phrases there. Titles in
            its folder held-out, if there is one, have rows of their own, which ask for less. With --photos it does the same to photos and their
            fingerprints, some seconds for a hundred of them. Ends with 1 when an example fails, the gate's targets are missed, or there are too few samples.

            Example:
              holster rules test
              holster rules test --no-evasion my-examples.yaml
              holster rules test --photos photos/
            """
    )

    @OptionGroup var file: RuleFileOptions
    @Argument(help: ArgumentHelp("Files with examples.", valueName: "file")) var examples: [String] = []

    @Flag(inversion: .prefixedNo, help: "Run the evasion gate.") var evasion = true
    @Option(help: ArgumentHelp("The evasion gate's titles and phrases.", valueName: "folder")) var corpus: String?

    @Option(
        help: ArgumentHelp(
            "Photos to recompress, turn, crop and so on, and to look up in banks of all of them.",
            valueName: "folder"
        )
    )
    var photos: String?
    @Option(help: "How many of the photos are changed (default: all); all are looked up in.") var photoSample: Int?

    func validate() throws {
        guard photoSample ?? 1 > 0 else { throw ValidationError("--photo-sample must be at least 1") }
    }

    func run() async throws {
        let opened = try file.open()
        var failures: [String] = []
        for path in examples.isEmpty ? [Self.examples(beside: opened.path)] : examples {
            let file = try Self.read(path)
            let found = file.failures { title, description, scope in
                let texts = opened.texts(title: title, description: description)
                return opened.rules.matches(in: texts, scope: scope, now: TimeSource.system.wallNow())
            }
            failures += found.map { "\(path): \(printable($0.description))" }
            print("\(path): \(file.exampleCount) examples, \(found.count) failures")
        }
        if evasion {
            var report = try self.report(on: opened)
            if let photos { report = report + (try Self.report(onPhotos: photos, sample: photoSample)) }
            print(report.rendered())
            failures += report.rows.filter { !$0.isMet }.map {
                "\($0.mutation): " + ($0.hasEnoughSamples ? "the evasion gate's target is missed" : $0.remark)
            }
        }
        if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n")) }
    }

    private static func report(onPhotos folder: String, sample: Int?) throws -> EvasionReport {
        do {
            return try PhotoEvasion.run(folder: URL(filePath: folder), sample: sample) { done, all in
                if done % 50 == 0 { FileHandle.standardError.write(Data("photos: \(done) of \(all)\n".utf8)) }
            }
        } catch let failure as PhotoEvasion.Failure {
            throw CommandFailure("--photos: \(failure)")
        }
    }

    /// On the corpus, and on the titles held out beside it.
    private func report(on opened: RuleFileOptions.Opened) throws -> EvasionReport {
        let beside = URL(filePath: opened.path).deletingLastPathComponent().appending(path: "evasion").relativePath
        let folder = URL(filePath: corpus ?? beside)
        let report = try self.report(on: opened, folder, .own)
        let heldOut = folder.appending(path: "held-out")
        guard FileManager.default.fileExists(atPath: heldOut.path) else { return report }
        return report + (try self.report(on: opened, heldOut, .heldOut).named("held out: "))
    }

    private func report(
        on opened: RuleFileOptions.Opened,
        _ folder: URL,
        _ targets: TextEvasion.Targets
    ) throws -> EvasionReport {
        let policy = try Policy(file: file.options.load().files.policy)
        let gate = TextEvasion(
            rules: opened.rules,
            normaliser: opened.normaliser,
            reviewWeight: policy.keywords.reviewWeight,
            now: TimeSource.system.wallNow(),
            targets: targets
        )
        do {
            let titles = try ProhibitedTitle.list(yaml: Self.text(folder.appending(path: "prohibited.yaml").relativePath))
            let benign = BenignPhrases.list(text: try Self.text(folder.appending(path: "benign.txt").relativePath))
            return gate.report(titles: titles, benign: benign)
        } catch let error as EvasionCorpusError {
            throw CommandFailure("\(folder.relativePath): \(error)")
        }
    }

    /// `rules.test.yaml` for `rules.yaml`.
    private static func examples(beside path: String) -> String {
        let url = URL(filePath: path)
        let name = "\(url.deletingPathExtension().lastPathComponent).test.\(url.pathExtension)"
        return url.deletingLastPathComponent().appending(path: name).relativePath
    }

    private static func read(_ path: String) throws -> RuleTestFile {
        let text = try text(path)
        do {
            return try RuleTestFile(yaml: text)
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
    }

    private static func text(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: [UInt8](data), as: UTF8.self)
        else { throw CommandFailure("cannot read '\(path)' as UTF-8 text") }
        return text
    }
}
