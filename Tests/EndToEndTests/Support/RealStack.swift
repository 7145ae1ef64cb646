import Foundation
import TestSupport

/// Redis, Triton and `holster` as real processes on loopback, on ports of their own and in a folder that goes away with them.
final class RealStack {
    let folder: URL
    let repository: URL
    private let base: Int
    private var holster: Process?

    #if DEBUG
        static let programs = ".build/debug"
    #else
        static let programs = ".build/release"
    #endif

    /// `nil` (and a printed line) where the Python environment that carries Triton is absent.
    static var isPossible: Bool {
        let python = Repository.root.appending(path: ".venv/serve/bin/python")
        if FileManager.default.isExecutableFile(atPath: python.path), Repository.oraclePython != nil { return true }
        print("SKIPPED: no .venv/serve or .venv/oracle: run `make setup`; end-to-end tests do not run")
        return false
    }

    /// Ports `base` … `base + 5` are this stack's. Works on a copy of the model repository.
    init(base: Int) throws {
        self.base = base
        folder = Repository.root.appending(path: ".run/e2e-\(base)")
        repository = folder.appending(path: "models")
        _ = try? Shell.run("dev/triton.sh", ["stop"] + tritonOptions)
        _ = try? Shell.run("dev/redis.sh", ["stop"] + redisOptions)
        // What an earlier run left in Redis would be found again: it keeps an append-only file.
        for old in [folder, store, URL(filePath: folder.path + "-redis")] { try? FileManager.default.removeItem(at: old) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Repository.root.appending(path: "triton-model-repo"), to: repository)
    }

    deinit {
        holster?.terminate()
        holster?.waitUntilExit()
        _ = try? Shell.run("dev/triton.sh", ["stop"] + tritonOptions)
        _ = try? Shell.run("dev/redis.sh", ["stop"] + redisOptions)
        try? FileManager.default.removeItem(at: store)
    }

    var grpcAddress: String { "127.0.0.1:\(base)" }
    var adminAddress: String { "127.0.0.1:\(base + 1)" }
    var redisPort: Int { base + 2 }
    var tritonAddress: String { "127.0.0.1:\(base + 3)" }
    /// In memory: what is tested is that a process may die, and a shared disk that stalls one flush for longer than a deadline (measured: up
    /// to a second) makes the server answer UNAVAILABLE, as it must. The store's own tests are on the disk.
    var store: URL { URL(filePath: "/dev/shm/holster-e2e-\(base)-store") }

    private var tritonOptions: [String] {
        [
            "--grpc-port", "\(base + 3)", "--http-port", "\(base + 4)", "--metrics-port", "\(base + 5)", "--run-directory",
            folder.path + "-triton", "--repository", repository.path,
        ]
    }
    private var redisOptions: [String] { ["--port", "\(redisPort)", "--run-directory", folder.path + "-redis"] }

    var environment: [String: String] {
        [
            "HOLSTER_GRPC_LISTEN": grpcAddress, "HOLSTER_ADMIN_LISTEN": adminAddress,
            "HOLSTER_REDIS_ENDPOINT": "127.0.0.1:\(redisPort)",
            "HOLSTER_TRITON_ENDPOINT": tritonAddress, "HOLSTER_STORE_DIRECTORY": store.path,
            "HOLSTER_MODELS_REPOSITORY": repository.path,
        ]
    }

    func startTriton(_ options: [String] = [], restarting: Bool = false) throws {
        try Shell.run("dev/triton.sh", [restarting ? "restart" : "start"] + tritonOptions + options)
    }
    func startRedis() throws { try Shell.run("dev/redis.sh", ["start"] + redisOptions) }

    func signalTriton(_ signal: Int32) throws {
        let text = try String(contentsOf: URL(filePath: folder.path + "-triton/pid"), encoding: .utf8)
        let pid = try Self.present(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), "triton's pid")
        kill(pid, signal)
    }

    func signalRedis(_ signal: Int32) throws {
        let text = try String(contentsOf: URL(filePath: folder.path + "-redis/redis.pid"), encoding: .utf8)
        let pid = try Self.present(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), "redis's pid")
        kill(pid, signal)
    }

    private static func present<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw Shell.Failure(description: "no \(what)") }
        return value
    }

    // MARK: holster

    /// Starts `holster serve`, with settings of one's own over the usual ones, and waits until it can serve with Triton ready.
    func startHolster(awaiting status: String = "ready", settings: [String: String] = [:]) throws {
        let process = try Shell.start(
            "\(Self.programs)/holster",
            ["serve"],
            environment: environment.merging(settings) { $1 },
            output: folder.appending(path: "holster.out"),
            errors: folder.appending(path: "holster.log")
        )
        holster = process
        for _ in 0..<300 {
            if (try? readiness())?.status == status { return }
            guard process.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.1)
        }
        let log = try String(contentsOf: folder.appending(path: "holster.log"), encoding: .utf8)
        throw Shell.Failure(
            description: "holster is not \(status): \((try? readiness()).map { "\($0)" } ?? "no answer")\n\(log.suffix(4_000))"
        )
    }

    func signalHolster(_ signal: Int32) {
        guard let holster else { return }
        kill(holster.processIdentifier, signal)
    }

    /// Waits for `holster serve` to end; returns its exit status.
    func awaitHolsterEnd() -> Int32 {
        guard let holster else { return -1 }
        holster.waitUntilExit()
        self.holster = nil
        return holster.terminationReason == .exit ? holster.terminationStatus : -holster.terminationStatus
    }

    @discardableResult
    func holster(_ arguments: [String]) throws -> String {
        try Shell.run("\(Self.programs)/holster", arguments, environment: environment)
    }

    struct ReadinessAnswer: Decodable {
        struct Component: Decodable {
            let name, state, detail: String
        }

        let status: String
        let components: [Component]
    }

    func readiness() throws -> ReadinessAnswer {
        try JSONDecoder().decode(ReadinessAnswer.self, from: try admin("readyz"))
    }

    func admin(_ page: String) throws -> Data {
        Data(try Shell.run("/usr/bin/curl", ["-s", "http://\(adminAddress)/\(page)"]).utf8)
    }

    // MARK: load

    /// Starts `holster-load` and returns while it runs; ``Load/finish()`` gives its ledger.
    func startLoad(rate: Double, seconds: Double, name: String, timeoutMilliseconds: Int = 450) throws -> Load {
        let ledger = folder.appending(path: "\(name).ledger")
        let listings = ["01", "02", "04", "10"].compactMap { prefix in
            Self.listing(prefix)
        }
        let process = try Shell.start(
            "\(Self.programs)/holster-load",
            [
                "--server", grpcAddress, "--rate", "\(rate)", "--seconds", "\(seconds)", "--timeout-ms", "\(timeoutMilliseconds)",
                "--ledger", ledger.path, "--json",
            ] + listings,
            environment: [:],
            output: folder.appending(path: "\(name).json"),
            errors: folder.appending(path: "\(name).log")
        )
        return Load(process: process, ledger: ledger, log: folder.appending(path: "\(name).log"))
    }

    static func listing(_ prefix: String) -> String? {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "demo/listings").path)) ?? []
        return files.first { $0.hasPrefix(prefix.prefix(2)) }.map { "demo/listings/\($0)" }
    }
}
