import ModerationCore
import Scoring
import Testing

@Suite struct DegradeLadderTests {
    let start = ContinuousClock().now
    let configuration = ScoringConfiguration()

    private func rungs(hasText: Bool, photoCount: Int) -> [ScoringRung] {
        var ladder = DegradeLadder(hasText: hasText, photoCount: photoCount, configuration: configuration)
        var rungs: [ScoringRung] = []
        while case .attempt(let rung, _) = ladder.next(now: start, deadline: .after(.seconds(1), from: start)) {
            rungs.append(rung)
        }
        return rungs
    }

    @Test(arguments: [
        (true, 1, [ScoringRung.full, .cpuText, .textOnly]), (true, 3, [.full, .cpuText, .textOnly]),
        (true, 0, [.full, .cpuText]),
        (false, 1, [.full, .cpuText]), (false, 3, [.full]), (false, 0, []),
    ])
    func next_offersOnlyRungsThatDifferFromTheOneAbove(hasText: Bool, photoCount: Int, expected: [ScoringRung]) {
        #expect(rungs(hasText: hasText, photoCount: photoCount) == expected)
    }

    @Test func next_whenEveryRungStalls_leavesTimeForTheOthersAndEndsAtTheDeadline() throws {
        let deadline = Deadline.after(.milliseconds(400), from: start)
        var ladder = DegradeLadder(hasText: true, photoCount: 1, configuration: configuration)
        var now = start
        var budgets: [Duration] = []
        while case .attempt(_, let until) = ladder.next(now: now, deadline: deadline) {
            budgets.append(now.duration(to: until.instant))
            now = until.instant
        }
        #expect(budgets == [.milliseconds(260), .milliseconds(84), .milliseconds(56)])
        #expect(now == deadline.instant)
    }

    @Test func next_whenTooLittleTimeIsLeft_skipsTheRung() {
        var ladder = DegradeLadder(hasText: true, photoCount: 0, configuration: configuration)
        let deadline = Deadline.after(.milliseconds(9), from: start)
        #expect(ladder.next(now: start, deadline: deadline) == .skip(.full, remaining: .milliseconds(9)))
        #expect(
            ladder.next(now: start.advanced(by: .seconds(1)), deadline: deadline)
                == .skip(.cpuText, remaining: .milliseconds(-991))
        )
        #expect(ladder.next(now: start, deadline: deadline) == .finished)
    }

    @Test func init_whenSharesAreNonsense_clampsThem() {
        let configuration = ScoringConfiguration(
            fullShare: .nan,
            cpuTextShare: 7,
            minimumRungTime: .seconds(-1),
            tokenPadding: 0,
            maximumTokenCount: 5_000
        )
        #expect(configuration.fullShare == 0.05)
        #expect(configuration.cpuTextShare == 0.95)
        #expect(configuration.minimumRungTime == .zero)
        #expect(configuration.tokenPadding == 1)
        #expect(configuration.maximumTokenCount == 128)
    }
}
