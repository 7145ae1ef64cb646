import ArgumentParser
import CommandOptions
import GRPCTransport
import HTTP2Transport
import ModerationCore
import Reactor
import TritonAdapter

struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "Show what Triton serves, and make a new model version live.",
        discussion: """
            A version directory that was dropped into the model repository goes live with `load`, without a restart and without a failed
            call; taking the directory away and loading again rolls back.

            Example:
              holster models list
              holster models load fusion
            """,
        subcommands: [ListCommand.self, LoadCommand.self]
    )

    struct ListCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every model in Triton's repository, with its live versions.",
            discussion: "Example:\n  holster models list"
        )

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            try await withRepository(options) { repository, deadline in
                let models = try await repository.index(deadline: deadline)
                guard !models.isEmpty else { return print("Triton's repository holds no models") }
                var table = TextTable(header: ["model", "version", "state", "reason"])
                for each in models { table.add([each.name, each.version, each.state, printable(each.reason)]) }
                print(table.rendered())
            }
        }
    }

    struct LoadCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "load",
            abstract: "Load a model anew: its newest version directory goes live.",
            discussion: "Example:\n  holster models load fusion"
        )

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The model.") var model: String

        func run() async throws {
            try await withRepository(options) { repository, deadline in
                try await repository.load(model, deadline: deadline)
                let versions = try await repository.index(deadline: deadline).filter { $0.name == model && $0.isReady }
                print("\(model): live \(versions.map { "version \($0.version)" }.joined(separator: ", "))")
            }
        }
    }
}

/// Runs `body` against the configuration's Triton; a status becomes one line for the person.
private func withRepository(
    _ options: ConfigurationOptions,
    _ body: (TritonRepository, Deadline) async throws -> Void
) async throws {
    let configuration = try options.load()
    let eventLoops = try EventLoopGroup(threadCount: 1, name: "models")
    defer { eventLoops.shutDown() }
    var channelConfiguration = GRPCChannel.Configuration()
    do {
        channelConfiguration.tls = try configuration.tls.triton.map { settings throws(TLSError) in try TLSClientContext(settings)
        }
    } catch {
        throw CommandFailure("triton.tls: \(error)")
    }
    let channel = GRPCChannel(
        endpoint: configuration.triton.endpoint,
        configuration: channelConfiguration,
        eventLoops: eventLoops
    )
    defer { channel.close() }
    do {
        try await body(TritonRepository(channel: channel), Deadline.after(.seconds(60), from: .now))
    } catch let status as GRPCStatus {
        throw CommandFailure("Triton at \(configuration.triton.endpoint): \(status)")
    }
}
