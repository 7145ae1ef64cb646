import ArgumentParser
import CommandOptions

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make tokens for callers.",
        subcommands: [CreateCommand.self]
    )

    struct CreateCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Make a caller's token, and the line to add to the token file (callers.token_file).",
            discussion: """
                The token goes to the caller, who sends it as 'authorization: Bearer TOKEN'. It is shown once and kept nowhere: the file has only
                its SHA-256. A running server reads the changed file within seconds.

                Example:
                  holster token create gateway-eu --calls-per-second 200 --max-concurrent 64
                  holster token create mara --role curate
                """
        )

        @Argument(help: "The caller's name, as it appears in logs, metrics and answers.") var name: String
        @Option(
            help: ArgumentHelp(
                "What it may do, with commas between: check (the default: ask for verdicts), read (look at banks), curate (change banks, and look at them).",
                valueName: "roles"
            )
        )
        var role: CallerRoles?
        @Option(help: "Calls a second in the long run.") var callsPerSecond: Int?
        @Option(help: "Calls at once after a pause.") var burst: Int?
        @Option(help: "Bytes of requests a second in the long run.") var bytesPerSecond: Int?
        @Option(help: "Calls under way.") var maxConcurrent: Int?

        func validate() throws {
            guard CallerList.isUsableName(name) else {
                throw ValidationError("a name has 1 to 128 letters, digits and . _ : / @ = , + - and is not 'anonymous'")
            }
        }

        func run() async throws {
            var random = SystemRandomNumberGenerator()
            let token = Self.makeToken(using: &random)
            let line = try line(token)
            print("token (give it to the caller, keep it nowhere else):\n  \(token)\n\nline for the token file:\n  \(line)")
        }

        /// 256 random bits in 43 characters that need no quoting anywhere (RFC 4648, section 5).
        static func makeToken(using random: inout some RandomNumberGenerator) -> String {
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
            // 43 digits of six bits hold 258.
            let digits = (0..<43).map { _ in alphabet[Int(random.next() >> 58)] }
            return String(decoding: digits, as: UTF8.self)
        }

        private func line(_ token: String) throws -> String {
            guard let digest = CallerList.digest(of: token) else { throw CommandFailure("SHA-256 failed") }
            let quotas = [
                ("calls_per_second", callsPerSecond), ("burst", burst), ("bytes_per_second", bytesPerSecond),
                ("max_concurrent", maxConcurrent),
            ]
            let parts = quotas.compactMap { key, value in value.map { "\(key)=\($0)" } }
            let roles = role.map { ["role=\($0.names.joined(separator: ","))"] } ?? []
            let line = (["\(name)  sha256:\(digest)"] + roles + parts).joined(separator: " ")
            do {
                _ = try CallerList(parsing: line, file: "the line", defaults: CallerQuota())
            } catch {
                throw CommandFailure("\(error)")
            }
            return line
        }
    }
}

extension CallerRoles: ExpressibleByArgument {
    package init?(argument: String) { self.init(parsing: argument) }
}
