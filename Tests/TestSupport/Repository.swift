import Foundation

/// Where tests find things: the checkout, the real photos beside it, the oracle interpreter.
public enum Repository {
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `../shared/data`, or `HOLSTER_SHARED_DATA`; `nil` (and a printed line) where absent.
    public static let sharedData: URL? = {
        let environment = ProcessInfo.processInfo.environment["HOLSTER_SHARED_DATA"]
        let folder = environment.map { URL(filePath: $0) } ?? root.deletingLastPathComponent().appending(path: "shared/data")
        if FileManager.default.fileExists(atPath: folder.appending(path: "labels.csv").path) { return folder }
        print("SKIPPED: no real photos at ../shared/data (or HOLSTER_SHARED_DATA): tests on real photos do not run")
        return nil
    }()

    /// The interpreter with the oracle packages (`requirements/oracle.txt`); `nil` (and a printed line) where absent.
    public static let oraclePython: URL? = {
        let environment = ProcessInfo.processInfo.environment["HOLSTER_ORACLE_PYTHON"]
        let python = environment.map { URL(filePath: $0) } ?? root.appending(path: ".venv/oracle/bin/python")
        if FileManager.default.isExecutableFile(atPath: python.path) { return python }
        print("SKIPPED: no oracle interpreter at .venv/oracle: run `make setup`; differential tests do not run")
        return nil
    }()

    /// Debian's interpreter, with its gRPC, `hyperframe` and `hpack`; `nil` (and a printed line) where one of them is absent.
    public static let debianPython: URL? = {
        let packages = "/usr/lib/python3/dist-packages"
        let wanted = ["/usr/bin/python3"] + ["grpc", "hyperframe", "hpack"].map { "\(packages)/\($0)" }
        if wanted.allSatisfy(FileManager.default.fileExists(atPath:)) { return URL(filePath: wanted[0]) }
        print("SKIPPED: no python3-grpcio, -hyperframe or -hpack: run `make setup`; tests with those peers do not run")
        return nil
    }()

    /// The photos of a folder of the shared data, sorted by name.
    public static func photos(in folder: String) -> [URL] {
        guard let sharedData else { return [] }
        let files = try? FileManager.default.contentsOfDirectory(
            at: sharedData.appending(path: "photos/\(folder)"),
            includingPropertiesForKeys: nil
        )
        return (files ?? []).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
