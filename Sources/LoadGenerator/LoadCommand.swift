public import ArgumentParser
import CommandOptions
import Foundation
internal import GRPCTransport
internal import ModerationAPI
import Reactor

/// The `holster-load` program.
public struct LoadCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "holster-load",
        abstract: "Load a server with checks that arrive on time, whether or not it keeps up.",
        discussion: """
            Open loop: calls leave at fixed intervals and never wait for answers, and latency counts from the moment a call was meant to
            leave, so that a server that stalls shows the stall (no coordinated omission).

            Example:
              holster-load --rate 50 --seconds 30 demo/listings/*.json
            """
    )

    @Argument(help: ArgumentHelp("Listings as JSON, sent in turn under new request ids.", valueName: "file.json"))
    var files: [String] = []

    @Option(help: "Server to load; give it several times to spread calls over servers.")
    var server: [String] = ["127.0.0.1:7070"]

    @OptionGroup var access: AccessOptions

    @Option(help: "Calls a second.")
    var rate = 50.0

    @Option(help: "Seconds to send for; the answers are then waited for.")
    var seconds = 10.0

    @Option(name: .customLong("timeout-ms"), help: "Deadline of each call, in milliseconds.")
    var timeoutMilliseconds = 450

    @Option(help: "Connections to each server.")
    var connections = 2

    @Option(help: "Calls without an answer at once; above it calls count as not sent.")
    var maxOutstanding = 10_000

    @Option(help: ArgumentHelp("Write one line a call here: id, status, decision, flags, latency.", valueName: "file"))
    var ledger: String?

    @Flag(help: "Print the report as JSON.")
    var json = false

    public init() {}

    public func validate() throws {
        guard rate > 0, rate <= 100_000 else { throw ValidationError("--rate must be above 0 and at most 100000") }
        guard seconds > 0, seconds <= 86_400 else { throw ValidationError("--seconds must be above 0 and at most 86400") }
        guard (1...600_000).contains(timeoutMilliseconds) else { throw ValidationError("--timeout-ms must be from 1 to 600000") }
        guard (1...8).contains(connections) else { throw ValidationError("--connections must be from 1 to 8") }
        guard (1...1_000_000).contains(maxOutstanding) else {
            throw ValidationError("--max-outstanding must be from 1 to 1000000")
        }
        guard !files.isEmpty else { throw ValidationError("give at least one listing file") }
    }

    public func run() async throws {
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
        let metadata = try access.metadata()
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "load")
        defer { eventLoops.shutDown() }
        var configuration = try access.channelConfiguration()
        configuration.connectionCount = connections
        configuration.maxPendingCalls = maxOutstanding
        let channels = endpoints.map { GRPCChannel(endpoint: $0, configuration: configuration, eventLoops: eventLoops) }
        defer { channels.forEach { $0.close() } }

        let tally = CallTally(keepsLedger: ledger != nil)
        let schedule = ConstantArrivals(ratePerSecond: rate, count: max(1, Int((rate * seconds).rounded())))
        let run = LoadRun(
            clients: channels.map(HolsterV1.ModerationService.Client.init),
            requests: requests,
            schedule: schedule,
            timeout: .milliseconds(timeoutMilliseconds),
            maxOutstanding: maxOutstanding,
            metadata: metadata,
            tally: tally,
            showsProgress: !json && isatty(STDERR_FILENO) == 1
        )
        let elapsed = await run.perform()
        if let ledger {
            do {
                try tally.writeLedger(to: ledger)
            } catch {
                throw ValidationError("--ledger: cannot write '\(ledger)': \(error.localizedDescription)")
            }
        }
        let report = LoadReport(tally.snapshot(), rate: rate, elapsed: elapsed)
        print(json ? try report.json() : report.text())
        if report.by_status["OK"] == nil { throw ExitCode.failure }
    }
}
