import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore
import Screening

struct RulesTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the examples beside the rule file.",
        discussion: """
            Examples for rules.yaml are in rules.test.yaml unless files are given. Ends with 1 when an example fails.

            Example:
              holster rules test
              holster rules test my-examples.yaml
            """
    )

    @OptionGroup var file: RuleFileOptions
    @Argument(help: ArgumentHelp("Files with examples.", valueName: "file")) var examples: [String] = []

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
        if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n")) }
    }

    /// `rules.test.yaml` for `rules.yaml`.
    private static func examples(beside path: String) -> String {
        let url = URL(filePath: path)
        let name = "\(url.deletingPathExtension().lastPathComponent).test.\(url.pathExtension)"
        return url.deletingLastPathComponent().appending(path: name).relativePath
    }

    private static func read(_ path: String) throws -> RuleTestFile {
        guard let data = FileManager.default.contents(atPath: path), let text = String(validating: [UInt8](data), as: UTF8.self)
        else { throw CommandFailure("cannot read '\(path)' as UTF-8 text") }
        do {
            return try RuleTestFile(yaml: text)
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
    }
}
