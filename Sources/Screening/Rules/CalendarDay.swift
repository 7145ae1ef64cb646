import ModerationCore

/// A day in UTC, as rule files write it: `2027-01-31`.
package struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    private static let millisecondCount: Int64 = 86_400_000

    /// Days since 1970-01-01.
    private let number: Int64
    package let description: String

    /// `nil` unless `text` is a day of the years 1970 to 9999.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, zip(parts, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            year >= 1970, (1...12).contains(month), (1...Self.dayCount(of: month, in: year)).contains(day)
        else { return nil }
        let monthDays = (1..<month).reduce(0) { $0 + Self.dayCount(of: $1, in: year) }
        let past = year - 1
        // Leap days since the year 1, less those up to 1969.
        let leapDays = past / 4 - past / 100 + past / 400 - 477
        number = (year - 1970) * 365 + leapDays + monthDays + day - 1
        description = text
    }

    /// Whether the whole day is over.
    package func isOver(at time: UnixTime) -> Bool { time.milliseconds / Self.millisecondCount > number }

    package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.number < right.number }

    private static func dayCount(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
