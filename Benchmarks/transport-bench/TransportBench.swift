import Foundation
import GRPCTransport

/// What Benchmarks/transport/bench.py starts: our echo server, our client to Triton, and a caller who keeps a pace. One role a process.
///
///     transport-bench serve PORT [CERTIFICATE KEY]
///     transport-bench infer HOST:PORT MODEL CALLS INFLIGHT
///     transport-bench pace HOST:PORT RATE SECONDS
///
/// `serve` prints a line when it listens and ends with its standard input; the others print one JSON object.
@main
enum TransportBench {
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            switch (words.first, words.count) {
            case ("serve", 2): try EchoServer.run(port: try number(words[1]), certificate: nil)
            case ("serve", 4): try EchoServer.run(port: try number(words[1]), certificate: (file: words[2], key: words[3]))
            case ("infer", 5):
                let run = InferenceRun(endpoint: try endpoint(words[1]), model: words[2], inFlight: try number(words[4]))
                let callCount: Int = try number(words[3])
                printing { try await run.measure(callCount: callCount) }
            case ("pace", 4):
                let run = PacedCalls(endpoint: try endpoint(words[1]), rate: try number(words[2]))
                let seconds: Int = try number(words[3])
                printing { try await run.measure(seconds: seconds) }
            default: throw Usage()
            }
        } catch {
            fail(error)
        }
    }

    /// Prints what `work` returns, and ends the process.
    private static func printing(_ work: @escaping @Sendable () async throws -> String) -> Never {
        Task.detached {
            do {
                print(try await work())
                exit(0)
            } catch {
                fail(error)
            }
        }
        while true { pause() }
    }

    private static func fail(_ error: any Error) -> Never {
        print("error: \(error)")
        exit(1)
    }

    private static func endpoint(_ text: String) throws -> SocketEndpoint {
        guard let endpoint = SocketEndpoint(parsing: text) else { throw Usage() }
        return endpoint
    }

    private static func number<Number: FixedWidthInteger>(_ text: String) throws -> Number {
        guard let number = Number(text) else { throw Usage() }
        return number
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String {
            "usage: serve PORT [CERTIFICATE KEY] | infer HOST:PORT MODEL CALLS INFLIGHT | pace HOST:PORT RATE SECONDS"
        }
    }
}
