internal import ArgumentParser
internal import CommandOptions
internal import Foundation
internal import GRPCTransport
internal import ModerationAPI

/// What is loaded, and with which calls.
struct TargetOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Listings as JSON, sent in turn under new request ids.", valueName: "file.json"))
    var files: [String] = []

    @Option(
        help: ArgumentHelp("Listings made by a workload file instead, such as config/workloads/mixed.yaml.", valueName: "file")
    )
    var workload: String?

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

    @OptionGroup var access: AccessOptions

    @Option(help: "Connections to each server, of each thread.") var connections = 2

    func validate() throws {
        guard (1...8).contains(connections) else { throw ValidationError("--connections must be from 1 to 8") }
        guard (0...(64 << 20)).contains(messageBytes) else {
            throw ValidationError("--message-bytes must be from 0 to \(64 << 20)")
        }
        let kinds = [!files.isEmpty, workload != nil, method != nil].count { $0 }
        guard kinds == 1 else { throw ValidationError("give listing files, --workload or --method, and only one of them") }
        guard method.map({ $0.hasPrefix("/") && $0.split(separator: "/").count == 2 }) ?? true else {
            throw ValidationError("--method: '\(method ?? "")' is not /package.Service/Method")
        }
    }

    /// Reads what there is to read; takes seconds where photos are made.
    func target(maxOutstanding: Int) throws -> any LoadTarget {
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
        return CheckTarget(endpoints: endpoints, configuration: configuration, metadata: metadata, request: try listings())
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

    private func listings() throws -> @Sendable (Int) -> HolsterV1.CheckRequest {
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
