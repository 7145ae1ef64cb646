import Foundation
import Glibc
import ModerationCore

/// How far a long piece of work is, on standard error: a bar where that is a terminal, a line every few seconds otherwise.
struct ProgressReport {
    private static let lineInterval = Duration.seconds(5)
    private static let barInterval = Duration.milliseconds(100)
    private static let barWidth = 24

    private let totalByteCount: Int?
    private let isTerminal: Bool
    private let begun = ContinuousClock.now
    private var shown: ContinuousClock.Instant
    private var byteCount = 0
    private var lineCount = 0
    private var hasBar = false

    init(totalByteCount: Int?) {
        self.totalByteCount = totalByteCount
        isTerminal = isatty(STDERR_FILENO) == 1
        shown = begun
    }

    var elapsed: Duration { begun.duration(to: .now) }

    mutating func advance(_ bytes: [UInt8]) {
        byteCount += bytes.count
        lineCount += bytes.count { $0 == UInt8(ascii: "\n") }
        let now = ContinuousClock.now
        guard shown.duration(to: now) >= (isTerminal ? Self.barInterval : Self.lineInterval) else { return }
        shown = now
        hasBar = isTerminal
        write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
    }

    /// Takes the bar away.
    mutating func end() {
        if hasBar { write("\r\u{1B}[K") }
        hasBar = false
    }

    private var text: String {
        let seconds = max(0.001, Double(elapsed.wholeMicroseconds) / 1e6)
        let counted = "\(Self.grouped(lineCount)) lines, \(Self.grouped(Int(Double(lineCount) / seconds)))/s"
        guard let totalByteCount, totalByteCount > 0, byteCount > 0 else { return counted }
        let share = min(1, Double(byteCount) / Double(totalByteCount))
        let filled = Int(share * Double(Self.barWidth))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
        let left = Int((seconds / share - seconds).rounded(.up))
        return "\(isTerminal ? bar + " " : "")\(Int(share * 100)) %, \(counted), \(left) s left"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    /// 1,234,567
    private static func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }
}
