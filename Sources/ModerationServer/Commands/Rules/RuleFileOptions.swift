import ArgumentParser
import CommandOptions
import Foundation
import ModerationCore
import Screening
import TextInput

/// Which rule file a command works on, and how it reads texts.
struct RuleFileOptions: ParsableArguments {
    @OptionGroup var options: ConfigurationOptions

    @Option(name: .customLong("rules"), help: ArgumentHelp("The rule file, if not the configuration's.", valueName: "file"))
    var file: String?

    /// A rule file that was read and can be used.
    struct Opened {
        let path: String
        let text: String
        let rules: RuleSet
        let normaliser: TextNormaliser

        func texts(title: String, description: String) -> [NormalisedText] {
            [normaliser.normalise(title, field: .title), normaliser.normalise(description, field: .description)]
        }
    }

    func path() throws -> String {
        if let file { return file }
        return try options.load().files.rules
    }

    func open() throws -> Opened {
        let path = try path()
        let normaliser = try TextNormaliser()
        do throws(ConfigurationError) {
            let file = try VersionedFile(path, setting: "rules.file")
            let rules = try RuleSet(file, path: path, normaliser: normaliser, reusing: nil)
            return Opened(path: path, text: file.text, rules: rules, normaliser: normaliser)
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// Puts an edited text into the file's place, once it was read, compiled and found to say what was meant.
    func replace(
        _ opened: Opened,
        with text: String,
        _ edit: RuleFileEdit,
        isExpected: ([RuleSummary], [RuleSummary]) -> Bool
    ) throws {
        do {
            let changed = try RuleSet(
                yaml: text,
                name: "edited",
                digest: "",
                reusing: opened.rules
            ) { [normaliser = opened.normaliser] term, view in
                ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
            }
            try edit.verified(changed, isExpected)
        } catch let error as RuleFileError {
            throw CommandFailure("nothing was written: \(error)")
        } catch let error as RuleFileEdit.Refusal {
            throw CommandFailure("nothing was written: \(error)")
        }
        // A link is followed, so that the file behind it changes.
        let url = URL(filePath: opened.path).resolvingSymlinksInPath()
        guard let now = FileManager.default.contents(atPath: url.path), now == Data(opened.text.utf8) else {
            throw CommandFailure("nothing was written: '\(opened.path)' changed in the meantime")
        }
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw CommandFailure("'\(opened.path)' cannot be written: \(error.localizedDescription)")
        }
    }
}
