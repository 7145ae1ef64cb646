import Foundation
import ModerationCore
import Screening
import Testing

@Suite struct CalendarDayTests {
    @Test(arguments: [
        "", "2027", "2027-1-31", "27-01-31", "2027-01-32", "2027-13-01", "2027-00-10", "2027-01-00", "2027-02-29", "1969-12-31",
        "2027-01-31T00:00", "+027-01-31", "2027-01-３1",
    ])
    func init_whenNoDay_isNil(text: String) { #expect(CalendarDay(text) == nil) }

    @Test func isOver_everyDay_agreesWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for (year, month, day) in [
            (1970, 1, 1), (2000, 2, 29), (2024, 2, 29), (2027, 1, 31), (2100, 3, 1), (2399, 12, 31), (9999, 12, 31),
        ] {
            let text = String(format: "%04d-%02d-%02d", year, month, day)
            let start = try #require(calendar.date(from: DateComponents(year: year, month: month, day: day)))
            let end = Int64(start.timeIntervalSince1970) * 1_000 + 86_400_000
            let read = try #require(CalendarDay(text))
            #expect(!read.isOver(at: UnixTime(milliseconds: end - 1)) && read.isOver(at: UnixTime(milliseconds: end)), "\(text)")
        }
    }
}
