import ModerationCore

/// Times in files: milliseconds since 1970, or ISO 8601.
package enum TimeText {
    private static let millisecondsADay: Int64 = 86_400_000

    /// `2026-07-31T18:47:52.125Z`, with or without fraction; `Z`, `+0200`, `+02:00` or nothing (UTC) behind it; a date alone is its first moment.
    /// Or a whole number: milliseconds since 1970.
    package static func time(_ text: String) -> UnixTime? {
        let bytes = Array(text.utf8)
        guard (1...40).contains(bytes.count) else { return nil }
        if bytes.count <= 16, let number = Int64(text), text.utf8.first != UInt8(ascii: "+") {
            return UnixTime(milliseconds: number)
        }
        var reader = Digits(bytes: bytes[...])
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), (1...12).contains(month), (1...daysInMonth(year, month)).contains(day)
        else { return nil }
        var milliseconds = days(year, month, day) * millisecondsADay
        if reader.isAtEnd { return UnixTime(milliseconds: milliseconds) }
        guard reader.take("T") || reader.take(" "), let hour = reader.number(2), reader.take(":"), let minute = reader.number(2),
            reader.take(":"), let second = reader.number(2), hour < 24, minute < 60, second < 60
        else { return nil }
        milliseconds += (Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second)) * 1_000
        if reader.take(".") {
            guard let fraction = reader.fraction() else { return nil }
            milliseconds += fraction
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return UnixTime(milliseconds: milliseconds - offset)
    }

    static func required(_ text: String, field: String) throws(RecordProblem) -> UnixTime {
        guard let time = time(text) else {
            throw RecordProblem(
                "\(field): '\(text.prefix(40))' is neither a time such as 2026-07-31T18:47:52Z nor milliseconds since 1970"
            )
        }
        return time
    }

    /// `2026-07-31T18:47:52.125Z`; milliseconds where the year has not four digits.
    package static func text(_ time: UnixTime) -> String {
        let (dayCount, within) = time.milliseconds.flooredQuotient(by: millisecondsADay)
        let (year, month, day) = date(dayCount)
        guard (0...9_999).contains(year) else { return String(time.milliseconds) }
        func padded(_ number: Int64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let (seconds, fraction) = (within / 1_000, within % 1_000)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let clock = "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(date)T\(clock)" + (fraction == 0 ? "Z" : ".\(padded(fraction, 3))Z")
    }

    private static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    // Proleptic Gregorian calendar in eras of 400 years, whose years begin in March
    // (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = shifted.flooredQuotient(by: 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ dayCount: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (dayCount + 719_468).flooredQuotient(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private struct Digits {
        var bytes: ArraySlice<UInt8>

        var isAtEnd: Bool { bytes.isEmpty }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes.removeFirst()
            return true
        }

        mutating func number(_ count: Int) -> Int? {
            let digits = bytes.prefix(count)
            guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            bytes = bytes.dropFirst(count)
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        /// Milliseconds of 1 to 9 decimals; finer ones are cut.
        mutating func fraction() -> Int64? {
            let digits = bytes.prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            bytes = bytes.dropFirst(digits.count)
            let padded = Array(digits.prefix(3)) + [UInt8](repeating: 0x30, count: max(0, 3 - digits.count))
            return padded.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }

        /// East of Greenwich, in milliseconds.
        mutating func offset() -> Int64? {
            if isAtEnd || take("Z") { return 0 }
            let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hours = number(2) else { return nil }
            _ = take(":")
            guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            return sign * Int64(hours * 60 + minutes) * 60_000
        }
    }
}

extension Int64 {
    /// Rounded towards negative infinity, with the rest, which is never negative.
    fileprivate func flooredQuotient(by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }
}
