internal import ArgumentParser
internal import CommandOptions
internal import Foundation
internal import GRPCTransport
internal import ModerationAPI
internal import ModerationCore
internal import Reactor
internal import TritonAdapter

/// What is loaded, and with which calls.
struct TargetOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Listings as JSON, sent in turn under new request ids.", valueName: "file.json"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp("Listings made by a workload file instead, such as config/workloads/mixed.yaml.", valueName: "file")
    )
    var workload: String?

    @Option(
        help: ArgumentHelp(
            "Listings as they came in once instead, at their own moments: lines {\"at\": seconds, \"listing\": {...}}.",
            valueName: "file"
        )
    )
    var recorded: String?

    @Option(help: ArgumentHelp("Tensors straight at a Triton instead, for this model or MODEL:VERSION.", valueName: "model"))
    var infer: String?

    @Option(help: "Rows of each request of --infer.") var batch: Int64 = 1

    @Option(
        help: ArgumentHelp(
            "Dimensions of an input of --infer that varies, without the batch, such as input_ids:128.",
            valueName: "name:dims"
        )
    )
    var inputShape: [String] = []

    @Option(help: ArgumentHelp("Any method of one message and one answer instead, such as /bench.Echo/Unary.", valueName: "path"))
    var method: String?

    @Option(help: "Random bytes of each message of --method.") var messageBytes = 100

    @Option(
        help: ArgumentHelp(
            "A file with the bytes of --method's message; give it several times to send them in turn.",
            valueName: "file"
        )
    )
    var message: [String] = []

    @Option(help: "Server to load; give it several times to spread calls over servers.")
    var server: [String] = ["127.0.0.1:7070"]

    @Flag(help: "Ask the next --server, under the same request id, when one is UNAVAILABLE.") var failover = false

    @OptionGroup var access: AccessOptions

    @Option(help: "Connections to each server, of each thread.") var connections = 2

    func validate() throws {
        guard (1...8).contains(connections) else { throw ValidationError("--connections must be from 1 to 8") }
        guard (0...(64 << 20)).contains(messageBytes) else {
            throw ValidationError("--message-bytes must be from 0 to \(64 << 20)")
        }
        let kinds = [!files.isEmpty, workload != nil, recorded != nil, infer != nil, method != nil].count { $0 }
        guard kinds == 1 else {
            throw ValidationError("give listing files, --workload, --recorded, --infer or --method, and only one of them")
        }
        guard !failover || (method == nil && infer == nil) else { throw ValidationError("--failover is for checks of listings") }
        guard (1...1_024).contains(batch) else { throw ValidationError("--batch must be from 1 to 1024") }
        _ = try inputShapes()
        guard method.map({ $0.hasPrefix("/") && $0.split(separator: "/").count == 2 }) ?? true else {
            throw ValidationError("--method: '\(method ?? "")' is not /package.Service/Method")
        }
    }

    func recordedTraffic(speed: Double) throws -> RecordedTraffic? {
        guard let recorded else { return nil }
        do throws(RecordedTraffic.Problem) {
            return try RecordedTraffic(contentsOf: URL(filePath: recorded), speed: speed)
        } catch {
            throw ValidationError("--recorded: \(error)")
        }
    }

    /// Reads what there is to read, and asks Triton for its model; takes seconds where photos are made.
    func target(maxOutstanding: Int, traffic: RecordedTraffic?, seed: UInt64) async throws -> any LoadTarget {
        let endpoints = try server.map { text in
            guard let endpoint = SocketEndpoint(parsing: text) else {
                throw ValidationError("--server: '\(text)' is not HOST:PORT")
            }
            return endpoint
        }
        var configuration = try access.channelConfiguration()
        configuration.connectionCount = connections
        configuration.maxPendingCalls = maxOutstanding
        let metadata = try access.metadata()
        if let method {
            return UnaryTarget(
                endpoints: endpoints,
                configuration: configuration,
                metadata: metadata,
                path: method,
                messages: try messages()
            )
        }
        if let infer {
            return UnaryTarget(
                endpoints: endpoints,
                configuration: configuration,
                metadata: metadata,
                path: InferenceMessages.path,
                messages: try await tensors(of: infer, at: endpoints[0], configuration, seed: seed)
            )
        }
        return CheckTarget(
            endpoints: endpoints,
            configuration: configuration,
            metadata: metadata,
            failsOver: failover,
            request: try listings(traffic)
        )
    }

    private static let metadataTimeout: Duration = .seconds(5)

    private func tensors(
        of infer: String,
        at endpoint: SocketEndpoint,
        _ configuration: GRPCChannel.Configuration,
        seed: UInt64
    ) async throws -> [GRPCMessage] {
        let parts = infer.split(separator: ":", maxSplits: 1).map(String.init)
        let version = parts.count > 1 ? parts[1] : nil
        let loops = try EventLoopGroup(threadCount: 1, name: "metadata")
        defer { loops.shutDown() }
        let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: loops)
        defer { channel.close() }
        let model: ModelDescription
        do throws(GRPCStatus) {
            let deadline = Deadline(.now + Self.metadataTimeout)
            model = try await TritonRepository(channel: channel).description(
                of: parts.first ?? "",
                version: version,
                deadline: deadline
            )
        } catch {
            throw ValidationError("--infer \(infer): \(error.code): \(error.message)")
        }
        do throws(InferenceMessages.Problem) {
            return try InferenceMessages(for: model, version: version, rowCount: batch, shapes: try inputShapes(), seed: seed)
                .messages
        } catch {
            throw ValidationError("--infer: \(error)")
        }
    }

    private func inputShapes() throws(InferenceMessages.Problem) -> [String: [Int64]] {
        var shapes: [String: [Int64]] = [:]
        for text in inputShape {
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            let dims = parts.count == 2 ? parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Int64($0) } : []
            guard parts.count == 2, !dims.isEmpty, dims.allSatisfy({ $0.map { $0 > 0 } ?? false }) else {
                throw InferenceMessages.Problem(description: "--input-shape: '\(text)' is not NAME:DIMS, such as input_ids:128")
            }
            shapes[parts[0]] = dims.compactMap(\.self)
        }
        return shapes
    }

    private func messages() throws -> [GRPCMessage] {
        if message.isEmpty {
            var random = SystemRandomNumberGenerator()
            return [GRPCMessage((0..<messageBytes).map { _ in UInt8.random(in: 0...255, using: &random) })]
        }
        return try message.map { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ValidationError("--message: cannot read '\(path)'")
            }
            return GRPCMessage([UInt8](data))
        }
    }

    private func listings(_ traffic: RecordedTraffic?) throws -> @Sendable (Int) -> HolsterV1.CheckRequest {
        if let traffic { return { traffic.requests[$0 % traffic.requests.count] } }
        if let workload {
            let made = try Workload(file: URL(filePath: workload))
            return { made.request($0) }
        }
        let requests = try files.map { file in
            let url = URL(filePath: file)
            return try ListingDocument(contentsOf: url).request(photosFrom: url.deletingLastPathComponent())
        }
        return { requests[$0 % requests.count] }
    }
}
