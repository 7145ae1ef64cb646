public import ArgumentParser
internal import CommandOptions
internal import Foundation
internal import Reactor

/// The `holster-load` program.
public struct LoadCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "holster-load",
        abstract: "Load a server with checks that arrive on time, whether or not it keeps up.",
        discussion: """
            Open loop: calls leave when they are meant to and never wait for answers, and latency counts from the moment a call was meant to
            leave, so that a server that stalls shows the stall (no coordinated omission).

            Example:
              holster-load --rate 50 --seconds 30 demo/listings/*.json
              holster-load --workload config/workloads/mixed.yaml --steps 20x10,40x10 --arrivals poisson --html run.html
              holster-load --find-capacity --gate 'p99<500ms,error_rate<0.1%,fail_open<1%' --seconds 10 demo/listings/*.json
            """
    )

    @OptionGroup var target: TargetOptions
    @OptionGroup var pace: PaceOptions
    @OptionGroup var reports: ReportOptions

    @Option(help: "Threads that send.") var threads = 1

    @Option(help: ArgumentHelp("Write one line a call here: id, status, decision, flags, latency.", valueName: "file"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "What the run must come to, or the exit status is 1: p99<500ms,error_rate<0.1%.",
            valueName: "conditions"
        )
    )
    var gate: String?

    @Flag(
        help:
            "Look for the highest rate that holds --gate: runs of --seconds from --rate on, twice as fast each time, then between."
    )
    var findCapacity = false

    public init() {}

    public func validate() throws {
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64") }
        _ = try parsedGate()
        guard target.recorded == nil || pace.followsRecording else {
            throw ValidationError("--recorded says itself when calls leave; --trace-speed goes with it")
        }
        guard findCapacity else { return }
        guard gate != nil else { throw ValidationError("--find-capacity needs a --gate") }
        guard pace.isConstant, target.recorded == nil else {
            throw ValidationError("--find-capacity goes with --rate and --seconds only")
        }
        guard ledger == nil else { throw ValidationError("--find-capacity makes several runs: no --ledger") }
    }

    private func parsedGate() throws -> LoadGate? {
        do throws(LoadGate.Problem) {
            guard let gate else { return nil }
            return try LoadGate(gate)
        } catch {
            throw ValidationError("--gate: \(error)")
        }
    }

    public func run() async throws {
        let comparison = try reports.comparison()
        let traffic = try target.recordedTraffic(speed: pace.traceSpeed)
        let target = try await target.target(maxOutstanding: pace.maxOutstanding, traffic: traffic, seed: pace.seed)
        if findCapacity {
            try await search(target, comparison)
            return
        }
        let ledgerFile = try ledger.map { path throws(LedgerFile.Failure) in try LedgerFile(path) }
        let report = try await perform(
            try pace.plan(replaying: traffic),
            target,
            profile: try pace.profile(replaying: traffic),
            ledger: ledgerFile
        )
        try ledgerFile?.close()
        try reports.write(report, comparedWith: comparison)
        if !report.isPassed { throw ExitCode.failure }
    }

    private func perform(
        _ plan: LoadPlan,
        _ target: any LoadTarget,
        profile: RateProfile?,
        ledger: LedgerFile? = nil
    ) async throws -> LoadReport {
        let loops = try (0..<threads).map { try EventLoopGroup(threadCount: 1, name: "load-\($0)") }
        defer { loops.forEach { $0.shutDown() } }
        let run = LoadRun(plan, target, loops: loops, ledger: ledger)
        let progress = Task { await Self.showProgress(of: run, LiveView(of: profile, isTerminal: isatty(STDERR_FILENO) == 1)) }
        let elapsed = await run.perform()
        progress.cancel()
        await progress.value
        return LoadReport(
            run.records,
            profile: profile,
            elapsed: elapsed,
            warmUp: plan.warmUp,
            gate: try parsedGate()
        )
    }

    private func search(_ target: any LoadTarget, _ comparison: HTMLReport.Run?) async throws {
        var search = CapacitySearch(start: pace.startRate, highest: RateProfile.maximumRate)
        var runs: [HTMLReport.Run] = []
        // What one run sent is in the server's caches: the next one goes on after it.
        var firstIndex = 0
        while let rate = search.rate {
            var pace = pace
            pace.rate = rate
            var plan = try pace.plan()
            plan.firstIndex = firstIndex
            let report = try await perform(plan, target, profile: try pace.profile())
            firstIndex += report.sent + report.not_sent + report.warm_up
            search.tell(held: report.isPassed)
            let shown = (rate * 10).rounded() / 10
            runs.append(HTMLReport.Run(name: "\(shown)/s", report: report))
            let p99 = report.latency_ms["p99"] ?? 0
            let answered = (report.rate_answered * 10).rounded() / 10
            let line =
                "\(shown)/s: \(report.isPassed ? "held" : "did not hold"), answered \(answered)/s, p99 \(p99) ms\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        let best = runs.filter(\.report.isPassed).max { ($0.report.rate_asked ?? 0) < ($1.report.rate_asked ?? 0) }
        guard let shown = best ?? runs.last else { return }
        print("capacity \((search.capacity * 10).rounded() / 10)/s")
        try reports.write(shown.report, comparedWith: comparison, sweep: runs)
        if best == nil { throw ExitCode.failure }
    }

    private static func showProgress(of run: LoadRun, _ view: LiveView) async {
        var view = view
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            FileHandle.standardError.write(Data(view.next(run.records).utf8))
        }
    }
}
