internal import Foundation

/// Reads rate profiles as people write them.
package enum RateProfileText {
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// `100:1000` over `seconds`.
    package static func ramp(_ text: String, seconds: Double) throws(Problem) -> RateProfile {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard ends.count == 2, let from = ends[0], let to = ends[1] else {
            throw Problem(description: "ramp: '\(text)' is not FROM:TO, such as 100:1000")
        }
        return try profile([RateProfile.Piece(seconds: seconds, from: from, to: to)], "ramp")
    }

    /// `100x30,200x30`: calls a second, and for how many seconds.
    package static func steps(_ text: String) throws(Problem) -> RateProfile {
        var pieces: [RateProfile.Piece] = []
        for step in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = step.split(separator: "x", omittingEmptySubsequences: false)
            guard parts.count == 2, let rate = Double(parts[0].trimmingCharacters(in: .whitespaces)),
                let seconds = Double(parts[1].trimmingCharacters(in: .whitespaces))
            else {
                throw Problem(description: "steps: '\(step)' is not RATExSECONDS, such as 100x30")
            }
            pieces.append(RateProfile.Piece(seconds: seconds, from: rate, to: rate))
        }
        return try profile(pieces, "steps")
    }

    /// A recorded day: lines `SECONDS,RATE` in rising order; between two the rate goes in a straight line. A first line that is no numbers names
    /// the columns; empty lines and those that begin with # are left out.
    package static func trace(_ text: String) throws(Problem) -> RateProfile {
        var points: [(seconds: Double, rate: Double)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let numbers = line.split(separator: ",", omittingEmptySubsequences: false).map {
                Double($0.trimmingCharacters(in: .whitespaces))
            }
            guard numbers.count == 2, let seconds = numbers[0], let rate = numbers[1] else {
                if points.isEmpty, numbers.allSatisfy({ $0 == nil }) { continue }
                throw Problem(description: "trace, line \(index + 1): '\(line.prefix(80))' is not SECONDS,RATE")
            }
            if let last = points.last, seconds <= last.seconds {
                throw Problem(description: "trace, line \(index + 1): \(seconds) s does not come after \(last.seconds) s")
            }
            points.append((seconds, rate))
        }
        guard points.count >= 2 else { throw Problem(description: "trace: two lines SECONDS,RATE at least") }
        let pieces = zip(points, points.dropFirst()).map { first, second in
            RateProfile.Piece(seconds: second.seconds - first.seconds, from: first.rate, to: second.rate)
        }
        return try profile(pieces, "trace")
    }

    private static func profile(_ pieces: [RateProfile.Piece], _ what: String) throws(Problem) -> RateProfile {
        guard let profile = RateProfile(pieces) else {
            throw Problem(
                description:
                    "\(what): rates from 0 to \(Int(RateProfile.maximumRate)) a second, for up to \(Int(RateProfile.maximumSeconds)) s, with one call at least"
            )
        }
        return profile
    }
}
