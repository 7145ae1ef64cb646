import Foundation
import ModerationCore
import ModerationServer
import Testing

@Suite struct TimeTextTests {
    @Test func time_ofEachForm_isTheMoment() {
        let cases: [(String, Int64?)] = [
            ("0", 0), ("1767225600123", 1_767_225_600_123), ("-5", -5), ("1970-01-01", 0), ("1970-01-01T00:00:00Z", 0),
            ("2020-07-31T18:47:52+0000", 1_596_221_272_000), ("2020-07-31T20:47:52+02:00", 1_596_221_272_000),
            ("2020-07-31 18:47:52", 1_596_221_272_000), ("2020-07-31T18:47:52.5Z", 1_596_221_272_500),
            ("2020-07-31T18:47:52.1239Z", 1_596_221_272_123), ("2000-02-29", 951_782_400_000), ("1969-12-31T23:59:59.999Z", -1),
            ("2023-02-29", nil), ("2023-13-01", nil), ("2023-00-01", nil), ("2023-04-31", nil), ("2023-04-30T24:00:00Z", nil),
            ("2023-04-30T10:00", nil), ("2023-04-30T10:00:00.Z", nil), ("2023-04-30T10:00:00+2", nil), ("soon", nil), ("", nil),
            ("+5", nil), ("99999999999999999999", nil), ("2023-04-30T10:00:00Zx", nil),
        ]
        for (text, milliseconds) in cases { #expect(TimeText.time(text)?.milliseconds == milliseconds, "\(text)") }
    }

    @Test func text_readAgain_isTheSameMoment() {
        for milliseconds: Int64 in [0, 1, -1, 999, 1_596_221_272_123, 253_402_300_799_999, 253_402_300_800_000, .max, .min] {
            let time = UnixTime(milliseconds: milliseconds)
            let text = TimeText.text(time)
            if text.utf8.count <= 16 || text.contains("T") { #expect(TimeText.time(text) == time, "\(text)") }
        }
        let formatter = ISO8601DateFormatter()
        for second in stride(from: Int64(-2_208_988_800), to: 4_102_444_800, by: 86_399 * 97) {
            let date = Date(timeIntervalSince1970: Double(second))
            #expect(TimeText.text(UnixTime(milliseconds: second * 1_000)) == formatter.string(from: date))
        }
    }
}
