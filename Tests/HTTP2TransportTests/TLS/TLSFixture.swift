import Foundation
import HTTP2Transport

/// Certificates made by the `openssl` command, once for all tests: an authority, what it signed, and what should not be trusted.
struct TLSFixture: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let shared = Result { try TLSFixture() }

    /// Removed when the process ends.
    private static let parent = FileManager.default.temporaryDirectory.appending(path: "holster-tls-\(UUID().uuidString)")

    let folder: URL

    /// Signed by `ca`, for `localhost`, `holster.test` and 127.0.0.1.
    var server: TLSIdentity { identity("server") }
    var renewedServer: TLSIdentity { identity("renewed") }
    /// CN=gateway, O=Example, with a SPIFFE id.
    var client: TLSIdentity { identity("client") }
    var expiredClient: TLSIdentity { identity("expired") }
    /// Signed by an authority that nobody trusts.
    var strangeClient: TLSIdentity { identity("strange") }
    var authority: String { path("ca.pem") }
    var strangeAuthority: String { path("other.pem") }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func identity(_ name: String) -> TLSIdentity {
        TLSIdentity(certificateFile: path("\(name).pem"), keyFile: path("\(name).key"))
    }

    private init() throws {
        folder = Self.parent
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: TLSFixture.parent) }
        for name in ["ca", "other"] {
            try Self.openssl(
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=\(name)",
                ]
                    + ["-keyout", path("\(name).key"), "-out", path("\(name).pem")]
            )
        }
        let names = "subjectAltName=DNS:localhost,DNS:holster.test,IP:127.0.0.1"
        try sign("server", subject: "/CN=server", by: "ca", names)
        try sign("renewed", subject: "/CN=renewed", by: "ca", names)
        try sign(
            "client",
            subject: "/O=Example/CN=gateway",
            by: "ca",
            "subjectAltName=URI:spiffe://example.org/gateway,DNS:gateway.example.org"
        )
        try sign("expired", subject: "/CN=gateway", by: "ca", days: -1)
        try sign("strange", subject: "/CN=gateway", by: "other")
        try Self.openssl(["pkey", "-in", path("server.key"), "-aes128", "-passout", "pass:secret", "-out", path("locked.key")])
    }

    /// Makes `name.key` and `name.pem`.
    func sign(_ name: String, subject: String, by authority: String, _ extensions: String = "", days: Int = 2) throws {
        try Self.openssl(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", subject, "-keyout",
                path("\(name).key"),
            ]
                + ["-out", path("\(name).csr")]
        )
        try Data(extensions.utf8).write(to: folder.appending(path: "\(name).ext"))
        try Self.openssl(
            ["x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).pem"), "-CAkey", path("\(authority).key")]
                + ["-days", "\(days)", "-extfile", path("\(name).ext"), "-out", path("\(name).pem")]
        )
    }

    /// A copy of an identity's files that a test may change.
    func copy(_ original: TLSIdentity) throws -> TLSIdentity {
        let name = UUID().uuidString
        let copy = identity(name)
        try FileManager.default.copyItem(atPath: original.certificateFile, toPath: copy.certificateFile)
        try FileManager.default.copyItem(atPath: original.keyFile, toPath: copy.keyFile)
        return copy
    }

    /// Standard output of the command; throws with its error text.
    @discardableResult static func openssl(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let reason = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "openssl \(arguments.joined(separator: " ")): \(String(decoding: reason, as: UTF8.self))")
        }
        return String(decoding: text, as: UTF8.self)
    }
}
