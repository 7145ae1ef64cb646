import ArgumentParser
import CommandOptions
import Foundation
import GRPCTransport
import ModerationAPI
import Reactor

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Ask a running server for verdicts.",
        discussion: """
            Give listings as JSON files, or one listing by options. Several files are shown as one table.

            Example:
              holster check demo/listings/*.json
              holster check --title "Hot glue gun 60 W" --category tools --photo glue-gun.jpg
            """
    )

    @Argument(help: ArgumentHelp("Listings as JSON; photo paths are relative to the file.", valueName: "file.json"))
    var files: [String] = []

    @OptionGroup var listing: ListingOptions

    @OptionGroup var server: ServerOptions

    @Option(name: .customLong("timeout-ms"), help: "Deadline of each call, in milliseconds.")
    var timeoutMilliseconds = 450

    @Flag(help: "Print one JSON document a line instead of the table.")
    var json = false

    @Option(help: ArgumentHelp("Also write the JSON lines to this file.", valueName: "file"))
    var save: String?

    @Flag(
        name: .customLong("fresh-request-ids"),
        help: "Replace each request id by a new one; the same id and content would get the stored verdict again."
    )
    var freshRequestIDs = false

    func validate() throws {
        guard files.isEmpty != listing.isEmpty else {
            throw ValidationError("give either JSON files, or --title, --description or --photo")
        }
        guard (1...600_000).contains(timeoutMilliseconds) else { throw ValidationError("--timeout-ms must be from 1 to 600000") }
    }

    func run() async throws {
        let endpoint = try server.endpoint()
        let configuration = try server.access.channelConfiguration()
        let metadata = try server.access.metadata()
        let requests = try loadRequests()
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "check")
        defer { eventLoops.shutDown() }
        let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: eventLoops)
        defer { channel.close() }
        let client = HolsterV1.ModerationService.Client(channel)

        var rows: [(name: String, verdict: HolsterV1.Verdict, roundTrip: Duration)] = []
        var failures: [String] = []
        for (name, request) in requests {
            let started = ContinuousClock.now
            do throws(GRPCStatus) {
                let deadline = started.advanced(by: .milliseconds(timeoutMilliseconds))
                let verdict = try await client.check(request, deadline: deadline, metadata: metadata)
                rows.append((name, verdict, started.duration(to: .now)))
            } catch {
                failures.append("\(name): \(error.code): \(printable(error.message))")
            }
        }
        try report(rows)
        // One listing's failure keeps nothing from the others; the exit status says that there was one.
        if !failures.isEmpty { throw CommandFailure(failures.joined(separator: "\n")) }
    }

    private func loadRequests() throws -> [(String, HolsterV1.CheckRequest)] {
        var requests: [(String, HolsterV1.CheckRequest)] = []
        if files.isEmpty {
            let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
            requests.append(("listing", try listing.document.request(photosFrom: here)))
        }
        for file in files {
            let url = URL(filePath: file)
            let request = try ListingDocument(contentsOf: url).request(photosFrom: url.deletingLastPathComponent())
            requests.append((url.deletingPathExtension().lastPathComponent, request))
        }
        if freshRequestIDs { for index in requests.indices { requests[index].1.requestID = UUID().uuidString } }
        return requests
    }

    private func report(_ rows: [(name: String, verdict: HolsterV1.Verdict, roundTrip: Duration)]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try rows.map { String(decoding: try encoder.encode(VerdictDocument($0.verdict)), as: UTF8.self) }
        if let save { try (lines.joined(separator: "\n") + "\n").write(toFile: save, atomically: true, encoding: .utf8) }
        guard !rows.isEmpty else { return }
        if json {
            lines.forEach { print($0) }
        } else if rows.count == 1, let only = rows.first {
            print(VerdictTable.full(only.verdict))
        } else {
            print(VerdictTable.summary(rows))
        }
    }
}
