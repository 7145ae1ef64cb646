internal import ArgumentParser
internal import Foundation

/// When calls leave.
struct PaceOptions: ParsableArguments {
    @Option(help: "Calls a second.") var rate: Double?
    @Option(help: "Seconds to send for; the answers are then waited for (default 10).") var seconds: Double?
    @Option(
        help: ArgumentHelp("Calls a second that grow or shrink evenly over --seconds, such as 100:1000.", valueName: "from:to")
    )
    var ramp: String?
    @Option(help: ArgumentHelp("Calls a second and for how many seconds, such as 100x30,200x30.", valueName: "list"))
    var steps: String?
    @Option(help: ArgumentHelp("A recorded rate: lines SECONDS,RATE, between which it changes evenly.", valueName: "file"))
    var trace: String?
    @Option(help: "Replay --trace or --recorded so many times as fast.") var traceSpeed = 1.0
    @Option(help: "Scale --trace so that it is this many calls a second at its highest.") var tracePeak: Double?
    @Option(help: "even: at equal distances; poisson: in bunches, as independent sellers do.")
    var arrivals = ArrivalSchedule.Spacing.even
    @Option(help: "What is random is the same for the same number.") var seed: UInt64 = 1
    @Option(
        help: ArgumentHelp(
            "So many callers that each wait for an answer before the next call: hides stalls.",
            valueName: "callers"
        )
    )
    var closedLoop: Int?
    @Option(help: "Seconds at the start whose calls are sent and not counted.") var warmUp = 0.0
    @Option(name: .customLong("timeout-ms"), help: "Deadline of each call, in milliseconds.") var timeoutMilliseconds = 450
    @Option(help: "Calls without an answer at once; above it calls count as not sent.") var maxOutstanding = 10_000

    private static let usualRate = 50.0
    private static let usualSeconds = 10.0

    var isConstant: Bool { ramp == nil && steps == nil && trace == nil && closedLoop == nil }

    /// Nothing here says when calls leave.
    var followsRecording: Bool { isConstant && rate == nil && seconds == nil }

    /// Calls a second, where they are constant.
    var startRate: Double { rate ?? Self.usualRate }

    func validate() throws {
        let given = [
            ("--rate", rate != nil), ("--ramp", ramp != nil), ("--steps", steps != nil), ("--trace", trace != nil),
            ("--closed-loop", closedLoop != nil),
        ].filter(\.1).map(\.0)
        guard given.count <= 1 else { throw ValidationError("\(given.joined(separator: " and ")) exclude each other") }
        if let seconds {
            guard seconds > 0, seconds <= RateProfile.maximumSeconds else {
                throw ValidationError("--seconds must be above 0 and at most \(Int(RateProfile.maximumSeconds))")
            }
            guard steps == nil, trace == nil else {
                throw ValidationError("--steps and --trace say themselves how long they take")
            }
        }
        guard rate.map({ $0 > 0 && $0 <= RateProfile.maximumRate }) ?? true else {
            throw ValidationError("--rate must be above 0 and at most \(Int(RateProfile.maximumRate))")
        }
        guard (1...10_000).contains(closedLoop ?? 1) else { throw ValidationError("--closed-loop must be from 1 to 10000") }
        guard traceSpeed > 0, traceSpeed <= 100_000 else {
            throw ValidationError("--trace-speed must be above 0 and at most 100000")
        }
        guard warmUp >= 0, warmUp <= 3_600 else { throw ValidationError("--warm-up must be from 0 to 3600") }
        guard (1...600_000).contains(timeoutMilliseconds) else { throw ValidationError("--timeout-ms must be from 1 to 600000") }
        guard (1...1_000_000).contains(maxOutstanding) else {
            throw ValidationError("--max-outstanding must be from 1 to 1000000")
        }
    }

    /// Calls a second over time; `nil` for a closed loop, which has no plan.
    func profile(replaying traffic: RecordedTraffic? = nil) throws -> RateProfile? {
        if let traffic {
            let length = max((traffic.offsets.last ?? .zero) / .seconds(1), 1)
            return .constant(Double(traffic.offsets.count) / length, seconds: length)
        }
        let seconds = seconds ?? Self.usualSeconds
        if closedLoop != nil { return nil }
        let profile: RateProfile?
        do {
            if let ramp {
                profile = try RateProfileText.ramp(ramp, seconds: seconds)
            } else if let steps {
                profile = try RateProfileText.steps(steps)
            } else if let trace {
                guard let data = FileManager.default.contents(atPath: trace) else {
                    throw ValidationError("--trace: cannot read '\(trace)'")
                }
                let recorded = try RateProfileText.trace(String(decoding: data, as: UTF8.self)).sped(up: traceSpeed)
                profile = tracePeak.map { recorded?.scaled(toPeak: $0) } ?? recorded
            } else {
                profile = .constant(rate ?? Self.usualRate, seconds: seconds)
            }
        } catch let problem as RateProfileText.Problem {
            throw ValidationError("--\(problem.description)")
        }
        guard let profile else { throw ValidationError("not one call would leave") }
        return profile
    }

    func plan(replaying traffic: RecordedTraffic? = nil) throws -> LoadPlan {
        let pace: LoadPlan.Pace
        if let traffic {
            pace = .open(ArrivalSchedule(recorded: traffic.offsets))
        } else if let profile = try profile() {
            guard warmUp < profile.seconds else { throw ValidationError("--warm-up is as long as the run") }
            pace = .open(ArrivalSchedule(profile, spacing: arrivals, seed: seed))
        } else {
            pace = .closed(callerCount: closedLoop ?? 1, seconds: seconds ?? Self.usualSeconds)
        }
        return LoadPlan(
            pace: pace,
            timeout: .milliseconds(timeoutMilliseconds),
            maxOutstanding: maxOutstanding,
            warmUp: .seconds(warmUp)
        )
    }
}

extension ArrivalSchedule.Spacing: ExpressibleByArgument {}
