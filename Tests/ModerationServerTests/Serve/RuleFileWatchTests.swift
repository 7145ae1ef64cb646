import Foundation
import ModerationCore
import ModerationServer
import Screening
import Testing
import TextInput

@Suite final class RuleFileWatchTests {
    static func rules(_ word: String) -> String {
        "version: 1\nrules:\n  - { id: r, class: firearm, action: review, terms: [\(word)] }\n"
    }

    let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
    let path: String
    let watch: RuleFileWatch
    let normaliser: TextNormaliser

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "rules.yaml").path
        try Self.rules("glock").write(toFile: path, atomically: true, encoding: .utf8)
        normaliser = try TextNormaliser()
        watch = RuleFileWatch(
            path: path,
            book: RuleBook(try RuleSet(file: path, normaliser: normaliser)),
            normaliser: normaliser
        )
    }

    /// A file counts once two looks found the same.
    func lookTwice() -> RuleFileWatch.Outcome {
        let first = watch.look()
        return first == .unchanged ? watch.look() : first
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func matches(_ title: String) -> Bool {
        !watch.book.current.matches(in: [normaliser.normalise(title, field: .title)]).isEmpty
    }

    @Test func look_whenContentChanged_putsItInUse() throws {
        #expect(watch.look() == .unchanged)
        let before = watch.book.current.version
        try Self.rules("beretta").write(toFile: path, atomically: true, encoding: .utf8)
        guard case .replaced(let version) = lookTwice() else { return #expect(Bool(false), "not replaced") }
        #expect(version != before && watch.book.current.version == version && watch.book.status.reloadCount == 1)
        #expect(matches("beretta") && !matches("glock"))
        #expect(watch.look() == .unchanged)
    }

    @Test func look_whenTimeAndSizeStay_seesTheContent() throws {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        try Self.rules("colts").write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.modificationDate: attributes[.modificationDate] as Any], ofItemAtPath: path)
        guard case .replaced = lookTwice() else { return #expect(Bool(false), "not replaced") }
        #expect(matches("colts"))
    }

    @Test func look_whenFileIsBad_keepsTheGoodOneAndSaysSoOnce() throws {
        let version = watch.book.current.version
        try Self.rules("'*'").write(toFile: path, atomically: true, encoding: .utf8)
        guard case .refused(let problem) = lookTwice() else { return #expect(Bool(false), "not refused") }
        #expect(problem.contains("line 3, rule 'r', field 'terms'"), "\(problem)")
        #expect(watch.look() == .unchanged)
        #expect(watch.book.status.problem == problem && watch.book.status.refusalCount == 1)
        #expect(watch.book.current.version == version && matches("glock"))
        try Self.rules("glock").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(watch.look() == .unchanged)
        #expect(watch.book.status.problem == nil)
    }

    @Test func look_whenFileIsGone_keepsWhatWasInUse() throws {
        try FileManager.default.removeItem(atPath: path)
        guard case .refused = lookTwice() else { return #expect(Bool(false), "not refused") }
        #expect(watch.look() == .unchanged && matches("glock"))
        try Self.rules("glock").write(toFile: path, atomically: true, encoding: .utf8)
        #expect(watch.look() == .unchanged && watch.book.status.problem == nil)
    }

    @Test func look_whenFileIsStillBeingWritten_waits() throws {
        try Self.rules("beretta").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(watch.look() == .unchanged && matches("glock"))
        try Self.rules("ruger").write(toFile: path, atomically: false, encoding: .utf8)
        #expect(watch.look() == .unchanged && matches("glock"))
        guard case .replaced = watch.look() else { return #expect(Bool(false), "not replaced") }
        #expect(matches("ruger"))
    }

    @Test func look_whenFileHasLostItsRules_keepsWhatWasInUse() throws {
        try "version: 1\nrules: []\n".write(toFile: path, atomically: false, encoding: .utf8)
        guard case .refused(let problem) = lookTwice() else { return #expect(Bool(false), "not refused") }
        #expect(problem.contains("0 rules") && matches("glock"))
    }
}
