import ArgumentParser
import Foundation
import GRPCTransport
import ModerationTesting
import Reactor

/// Serves ``InferenceStandIn`` until it is told to end, and says then what it has done.
@main
struct InferenceStandInCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inference-stand-in",
        abstract: "A KServe server with the contract's models, Triton's batching, and time in place of computation.",
        discussion: """
            It computes nothing: a batch takes as long as its model's curve says (by default an assumption: a small inference GPU), and the
            answers depend on nothing but the request. Ctrl-C or SIGTERM ends it, with a line a model.

            Example:
              inference-stand-in --listen 127.0.0.1:18001 --latency clip_image=1:4,16:12 --instances 2
            """
    )

    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port")) var listen = "127.0.0.1:18001"

    @Option(
        name: .customLong("latency"),
        help: ArgumentHelp(
            "A model's curve: rows and milliseconds. Give it again for another model.",
            valueName: "model=1:4,16:12"
        )
    )
    var latencies: [String] = []

    @Option(help: "Batches of one model at once.") var instances = 1

    @Option(help: ArgumentHelp("How long a batch that could grow waits.", valueName: "microseconds")) var queueDelay = 0

    @Option(help: "Requests that wait for one model; over it they are refused.") var queueSize = 4_096

    func validate() throws {
        guard (1...64).contains(instances) else { throw ValidationError("--instances must be from 1 to 64") }
        guard (0...1_000_000).contains(queueDelay) else { throw ValidationError("--queue-delay must be from 0 to 1000000") }
        guard (1...1_000_000).contains(queueSize) else { throw ValidationError("--queue-size must be from 1 to 1000000") }
        _ = try settings()
        _ = try endpoint()
    }

    private func endpoint() throws -> SocketEndpoint {
        guard let endpoint = SocketEndpoint(parsing: listen) else {
            throw ValidationError("--listen: '\(listen)' is not host:port")
        }
        return endpoint
    }

    private func settings() throws -> InferenceStandIn.Settings {
        var settings = InferenceStandIn.Settings()
        settings.instanceCount = instances
        settings.maxQueueDelay = .microseconds(queueDelay)
        settings.maxQueueSize = queueSize
        for text in latencies {
            let words = text.split(separator: "=", maxSplits: 1).map(String.init)
            let names = StandInModel.all.filter { $0.assumedLatency != nil }.map(\.name)
            guard words.count == 2, names.contains(words[0]), let curve = LatencyCurve(parsing: words[1]) else {
                throw ValidationError("--latency: '\(text)' is not MODEL=ROWS:MILLISECONDS,… of \(names.joined(separator: ", "))")
            }
            settings.latencies[words[0]] = curve
        }
        return settings
    }

    /// Blocks its thread: handlers run on the event loop.
    func run() throws {
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM] { sigaddset(&signals, signal) }
        // Before there are threads, so that none of them takes one.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "stand-in")
        defer { eventLoops.shutDown() }
        let standIn = InferenceStandIn(try settings(), eventLoop: eventLoops.next())
        let configuration = GRPCServer.Configuration(endpoint: try endpoint())
        let server = GRPCServer(configuration: configuration, router: standIn.router, eventLoops: eventLoops)
        print("listening \(try server.start())")
        fflush(nil)
        var signal: Int32 = 0
        while sigwait(&signals, &signal) != 0 {}
        Self.finish { await Self.report(standIn) }
    }

    private static func finish(_ work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            await work()
            done.signal()
        }
        done.wait()
    }

    private static func report(_ standIn: InferenceStandIn) async {
        for (model, count) in await standIn.counts() {
            let busy = count.busy / .seconds(1)
            let mean = String(format: "%.2f", count.meanBatchSize)
            print(
                "model=\(model) requests=\(count.requestCount) refused=\(count.refusedCount) batches=\(count.batchCount)",
                "rows=\(count.rowCount) mean_batch=\(mean) busy_s=\(String(format: "%.2f", busy))"
            )
        }
        fflush(nil)
    }
}
