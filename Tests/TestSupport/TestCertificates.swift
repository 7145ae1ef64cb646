public import Foundation

/// Certificates made by the `openssl` command, once a process: an authority `ca` that signed `server` (for localhost and 127.0.0.1), `renewed`
/// (the same names, another key) and `client`; and an authority `other` that signed nothing.
public struct TestCertificates: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Fails where `openssl` is absent.
    public static let shared = Result { try TestCertificates() }

    /// Removed when the process ends.
    private static let parent = FileManager.default.temporaryDirectory.appending(
        path: "holster-certificates-\(UUID().uuidString)"
    )

    public let folder: URL

    /// PEM; `name.pem` and `name.key` for each of the names.
    public func certificate(_ name: String) -> String { folder.appending(path: "\(name).pem").path }
    public func key(_ name: String) -> String { folder.appending(path: "\(name).key").path }

    private init() throws {
        folder = Self.parent
        atexit { try? FileManager.default.removeItem(at: TestCertificates.parent) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        let script = """
            set -e; cd '\(folder.path)'
            for ca in ca other; do openssl req -x509 \(key) -days 2 -subj /CN=$ca -keyout $ca.key -out $ca.pem; done
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1' > names
            for name in server renewed client; do
              openssl req \(key) -subj /CN=$name -keyout $name.key -out $name.csr
              openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -days 2 -extfile names -out $name.pem
            done
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl made no certificates: exit status \(process.terminationStatus)")
        }
    }
}
