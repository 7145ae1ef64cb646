public import ArgumentParser
import CommandOptions
import Foundation
internal import GRPCTransport
internal import ModerationAPI
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
              holster-load --steps 20x10,40x10 --arrivals poisson --gate 'p99<500ms,error_rate<0.1%' demo/listings/*.json
            """
    )

    @Argument(help: ArgumentHelp("Listings as JSON, sent in turn under new request ids.", valueName: "file.json"))
    var files: [String] = []

    @Option(help: "Server to load; give it several times to spread calls over servers.")
    var server: [String] = ["127.0.0.1:7070"]

    @OptionGroup var access: AccessOptions
    @OptionGroup var pace: PaceOptions

    @Option(help: "Connections to each server, of each thread.")
    var connections = 2

    @Option(help: "Threads that send.")
    var threads = 1

    @Option(help: ArgumentHelp("Write one line a call here: id, status, decision, flags, latency.", valueName: "file"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "What the run must come to, or the exit status is 1: p99<500ms,error_rate<0.1%,fail_open<1%.",
            valueName: "conditions"
        )
    )
    var gate: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    public init() {}

    public func validate() throws {
        guard (1...8).contains(connections) else { throw ValidationError("--connections must be from 1 to 8") }
        guard (1...64).contains(threads) else { throw ValidationError("--threads must be from 1 to 64") }
        guard !files.isEmpty else { throw ValidationError("give at least one listing file") }
        _ = try parsedGate()
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
        let target = try target()
        let loops = try (0..<threads).map { try EventLoopGroup(threadCount: 1, name: "load-\($0)") }
        defer { loops.forEach { $0.shutDown() } }
        let ledgerFile = try ledger.map { path throws(LedgerFile.Failure) in try LedgerFile(path) }
        let run = LoadRun(try pace.plan(), target, loops: loops, ledger: ledgerFile)
        let showsProgress = !json && isatty(STDERR_FILENO) == 1
        let progress = Task { if showsProgress { await Self.showProgress(of: run) } }
        let elapsed = await run.perform()
        progress.cancel()
        await progress.value
        try ledgerFile?.close()
        let report = LoadReport(run.records, profile: try pace.profile(), elapsed: elapsed, gate: try parsedGate())
        print(json ? try report.json() : report.text())
        if !report.isPassed { throw ExitCode.failure }
    }

    private func target() throws -> CheckTarget {
        let requests = try files.map { file in
            let url = URL(filePath: file)
            return try ListingDocument(contentsOf: url).request(photosFrom: url.deletingLastPathComponent())
        }
        let endpoints = try server.map { text in
            guard let endpoint = SocketEndpoint(parsing: text) else {
                throw ValidationError("--server: '\(text)' is not HOST:PORT")
            }
            return endpoint
        }
        var configuration = try access.channelConfiguration()
        configuration.connectionCount = connections
        configuration.maxPendingCalls = pace.maxOutstanding
        return CheckTarget(endpoints: endpoints, configuration: configuration, metadata: try access.metadata()) {
            requests[$0 % requests.count]
        }
    }

    private static func showProgress(of run: LoadRun) async {
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            FileHandle.standardError.write(Data("\r\(LoadReport.progress(run.records))   ".utf8))
        }
        FileHandle.standardError.write(Data("\n".utf8))
    }
}
