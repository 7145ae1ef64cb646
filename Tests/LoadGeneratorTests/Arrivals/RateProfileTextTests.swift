import LoadGenerator
import Testing

struct RateProfileTextTests {
    @Test func steps_areReadInOrder() throws {
        let profile = try RateProfileText.steps("100x30, 200x10,0x5")
        #expect(profile.pieces.map(\.from) == [100, 200, 0] && profile.seconds == 45 && profile.callCount == 5_000)
        #expect(
            profile.rate(at: 29) == 100 && profile.rate(at: 30) == 200 && profile.rate(at: 44) == 0 && profile.rate(at: 46) == 0
        )
    }

    @Test(arguments: ["", "100", "100x", "x30", "100x30,", "-1x30", "100x0", "1e9x10", "nanx3", "0x30", "100xinf"])
    func steps_thatAreNone_sayWhat(text: String) {
        let problem = #expect(throws: RateProfileText.Problem.self) { try RateProfileText.steps(text) }
        #expect(problem?.description.hasPrefix("steps: ") == true)
    }

    @Test(arguments: ["", "1", "1:", "a:b", "1:2:3", "0:0", "-1:4"])
    func ramp_thatIsNone_saysWhat(text: String) {
        let problem = #expect(throws: RateProfileText.Problem.self) { try RateProfileText.ramp(text, seconds: 10) }
        #expect(problem?.description.hasPrefix("ramp: ") == true)
    }

    @Test func trace_isReadAsPointsOfALine() throws {
        let profile = try RateProfileText.trace("seconds,rate\n# a night\n0, 10\n\n3600,20\r\n7200,0\n")
        #expect(profile.pieces == [.init(seconds: 3_600, from: 10, to: 20), .init(seconds: 3_600, from: 20, to: 0)])
        #expect(profile.rate(at: 1_800) == 15)
        let quick = try #require(profile.sped(up: 60)?.scaled(toPeak: 400))
        #expect(quick.seconds == 120 && quick.rate(at: 30) == 300)
    }

    @Test(arguments: [
        ("0,10\n", "two lines"), ("0,10\n0,20\n", "line 2: 0.0 s does not come after"), ("0,10\nx\n", "line 2: 'x'"),
        ("1,2,3\n", "line 1"),
        ("0,-1\n1,2\n", "rates from 0"),
    ])
    func trace_thatIsNone_saysWhere(text: String, what: String) {
        let problem = #expect(throws: RateProfileText.Problem.self) { try RateProfileText.trace(text) }
        #expect(problem?.description.contains(what) == true, "\(problem?.description ?? "")")
    }
}
