import Foundation
import LoadGenerator
import Testing

struct ArrivalScheduleTests {
    private func seconds(_ schedule: ArrivalSchedule) -> [Double] { schedule.map { $0 / .seconds(1) } }

    @Test func next_atAConstantRate_doesNotDriftOverManyCalls() throws {
        let profile = try #require(RateProfile.constant(6, seconds: 500_000))
        var (count, last) = (0, Duration.zero)
        for offset in ArrivalSchedule(profile) { (count, last) = (count + 1, offset) }
        #expect(count == 3_000_000)
        #expect(abs(last / .seconds(1) - 2_999_999.0 / 6) < 1e-6)
    }

    @Test(arguments: [1.0, 7, 50, 333, 30_000])
    func next_atAConstantRate_leavesAtEqualDistances(rate: Double) throws {
        let profile = try #require(RateProfile.constant(rate, seconds: 10))
        let times = seconds(ArrivalSchedule(profile))
        #expect(times.count == Int(rate * 10))
        #expect(times.first == 0)
        #expect(zip(times, times.dropFirst()).allSatisfy { abs($1 - $0 - 1 / rate) < 1e-9 })
    }

    /// Against the area below the line, computed the other way round.
    @Test(arguments: [(0.0, 200.0), (200, 0), (100, 101), (10, 1_000)])
    func next_onARamp_leavesAsManyAsTheAreaBelowIt(ends: (Double, Double)) throws {
        let profile = try #require(RateProfile([.init(seconds: 20, from: ends.0, to: ends.1)]))
        let times = seconds(ArrivalSchedule(profile))
        #expect(abs(Double(times.count) - (ends.0 + ends.1) * 10) <= 1)
        for (index, time) in times.enumerated() {
            let area = ends.0 * time + (ends.1 - ends.0) / 20 * time * time / 2
            #expect(abs(area - Double(index)) < 1e-6)
        }
    }

    @Test func next_overPieces_goesOnWithoutAGapOrAPause() throws {
        let profile = try #require(
            RateProfile([
                .init(seconds: 2, from: 10, to: 10), .init(seconds: 3, from: 0, to: 0), .init(seconds: 1, from: 4, to: 4),
            ])
        )
        let times = seconds(ArrivalSchedule(profile))
        #expect(times.count == 24)
        #expect(times[..<20].allSatisfy { $0 < 2 } && times[20] == 5 && abs(times[23] - 5.75) < 1e-9)
    }

    /// Distances of a Poisson process are exponential: mean and standard deviation are equal, and a share of 1/e is longer than the mean.
    @Test func next_byPoisson_hasExponentialDistances() throws {
        let profile = try #require(RateProfile.constant(1_000, seconds: 200))
        let times = seconds(ArrivalSchedule(profile, spacing: .poisson, seed: 7))
        let distances = zip(times, times.dropFirst()).map { $1 - $0 }
        let mean = distances.reduce(0, +) / Double(distances.count)
        let deviation = (distances.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(distances.count)).squareRoot()
        #expect(abs(mean * 1_000 - 1) < 0.01 && abs(deviation / mean - 1) < 0.01)
        let longer = Double(distances.count { $0 > mean }) / Double(distances.count)
        #expect(abs(longer - exp(-1)) < 0.005)
        #expect(times.allSatisfy { $0 < 200 } && distances.allSatisfy { $0 >= 0 })
    }

    @Test func next_ofTheSameSeed_isTheSame() throws {
        let profile = try #require(RateProfile.constant(100, seconds: 5))
        let schedules = [3, 3, 4].map { seconds(ArrivalSchedule(profile, spacing: .poisson, seed: $0)) }
        #expect(schedules[0] == schedules[1] && schedules[0] != schedules[2])
    }
}
