import ModerationCore
import Screening
import Synchronization
import TextInput

/// The rule file of a running server: looks whether its content changed, and puts what it says in use if that can be used.
///
/// Safe on any thread; a look may take many seconds when there is something to compile.
package final class RuleFileWatch: Sendable {
    package enum Outcome: Sendable, Equatable {
        case unchanged
        case replaced(version: String)
        /// What was in use stays in use. Said once for each content of the file.
        case refused(problem: String)
    }

    package let book: RuleBook
    private let path: String
    private let normaliser: TextNormaliser
    /// What was refused last: the content's digest, or why there was none.
    private let refused = Mutex<String?>(nil)
    /// The content that the last look found: a file that is being written is another at the next.
    private let seen = Mutex<String?>(nil)

    package init(path: String, book: RuleBook, normaliser: TextNormaliser) {
        self.path = path
        self.book = book
        self.normaliser = normaliser
    }

    package func look() -> Outcome {
        let file: VersionedFile
        do throws(ConfigurationError) {
            file = try VersionedFile(path, setting: "rules.file")
        } catch {
            return refuse("\(error)", content: "\(error)")
        }
        let current = book.current
        if current.version == "\(file.name)@\(file.digest)" {
            refused.withLock { $0 = nil }
            book.settle()
            return .unchanged
        }
        if refused.withLock({ $0 == file.digest }) { return .unchanged }
        let isSettled = seen.withLock { seen in
            defer { seen = file.digest }
            return seen == file.digest
        }
        guard isSettled else { return .unchanged }
        do throws(ConfigurationError) {
            let rules = try RuleSet(file, path: path, normaliser: normaliser, reusing: current)
            // Half a file is a file as well, to a reader of YAML.
            guard rules.ruleCount * 2 >= current.ruleCount, rules.ruleCount > 0 else {
                return refuse(
                    "\(path) has \(rules.ruleCount) rules, \(current.ruleCount) are in use: is it whole? A restart takes it as it is",
                    content: file.digest
                )
            }
            refused.withLock { $0 = nil }
            book.replace(with: rules)
            return .replaced(version: rules.version)
        } catch {
            return refuse("\(error)", content: file.digest)
        }
    }

    private func refuse(_ problem: String, content: String) -> Outcome {
        let isNew = refused.withLock { refused in
            defer { refused = content }
            return refused != content
        }
        guard isNew else { return .unchanged }
        book.refuse(problem)
        return .refused(problem: problem)
    }
}
