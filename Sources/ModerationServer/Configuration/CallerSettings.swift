import Foundation
import HTTP2Transport

/// Who may call, and how much: `grpc.allow_unauthenticated` and the settings under `callers`.
package struct CallerSettings: Sendable, Equatable {
    /// Calls without token and certificate are taken.
    package var allowsAnonymous: Bool
    /// What they may do. Never more than asking for verdicts unless the settings say so, wherever the port is: what reaches loopback may have
    /// come from anywhere, through a proxy or another user of the machine.
    package var anonymousRoles: CallerRoles
    /// Reflection needs no identity.
    package var opensReflection: Bool
    package var certificateName: CertificateName
    /// `nil`: nobody has a token.
    package var tokenFile: String?
    /// Of callers that the token file says nothing else about.
    package var quota: CallerQuota

    package init(
        allowsAnonymous: Bool = false,
        anonymousRoles: CallerRoles = .check,
        opensReflection: Bool = false,
        certificateName: CertificateName = .subject,
        tokenFile: String? = nil,
        quota: CallerQuota = CallerQuota()
    ) {
        self.allowsAnonymous = allowsAnonymous
        self.anonymousRoles = anonymousRoles
        self.opensReflection = opensReflection
        self.certificateName = certificateName
        self.tokenFile = tokenFile
        self.quota = quota
    }

    /// Unless the settings say otherwise, calls without identity are taken exactly where only this machine can call: on loopback or a Unix socket,
    /// without TLS.
    package init(source: inout SettingsSource, endpoint: SocketEndpoint, usesTLS: Bool) throws(ConfigurationError) {
        allowsAnonymous = try source.flag("grpc.allow_unauthenticated", default: Self.isLocal(endpoint) && !usesTLS)
        let roles = source.text("grpc.unauthenticated_roles", default: CallerRole.check.rawValue)
        guard let anonymousRoles = CallerRoles(parsing: roles) else {
            throw source.problem("grpc.unauthenticated_roles", "must be of \(CallerRoles.syntax), with commas, not '\(roles)'")
        }
        self.anonymousRoles = anonymousRoles
        opensReflection = try source.flag("grpc.open_reflection", default: false)
        let name = source.text("callers.certificate_name", default: CertificateName.subject.rawValue)
        guard let certificateName = CertificateName(rawValue: name) else {
            let known = CertificateName.allCases.map(\.rawValue).joined(separator: ", ")
            throw source.problem("callers.certificate_name", "must be one of \(known), not '\(name)'")
        }
        self.certificateName = certificateName
        tokenFile = source.optionalText("callers.token_file")
        quota = CallerQuota(
            callsPerSecond: try source.integer("callers.calls_per_second", default: 0, in: 0...1_000_000),
            burst: try source.integer("callers.burst", default: 0, in: 0...1_000_000),
            bytesPerSecond: try source.integer("callers.bytes_per_second", default: 0, in: 0...1_000_000_000_000),
            maxConcurrent: try source.integer("callers.max_concurrent", default: 0, in: 0...65_536)
        )
    }

    /// Loopback (127.0.0.0/8, ::1, localhost) or a Unix socket.
    package static func isLocal(_ endpoint: SocketEndpoint) -> Bool {
        switch endpoint {
        case .unix: true
        case .host(let host, _):
            // Only as an address: a name such as 127.example.org resolves to anything.
            host == "localhost" || SocketAddress.withoutLookup(endpoint) != nil && (host.hasPrefix("127.") || host == "::1")
        }
    }

    /// Reads the token file; blocks for that.
    func readList() throws -> CallerList {
        guard let tokenFile else { return .empty }
        guard let data = FileManager.default.contents(atPath: tokenFile) else {
            throw ConfigurationError("callers.token_file: cannot read '\(tokenFile)'")
        }
        guard data.count <= CallerList.byteLimit, let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(
                "callers.token_file: '\(tokenFile)' is no UTF-8 text of at most \(CallerList.byteLimit >> 20) MiB"
            )
        }
        do {
            return try CallerList(parsing: text, file: tokenFile, defaults: quota)
        } catch {
            throw ConfigurationError("callers.token_file: \(error)")
        }
    }

    /// What an operator should hear about at the start, worst first.
    package func warnings() -> [String] {
        var warnings: [String] = []
        if allowsAnonymous {
            warnings.append("grpc.allow_unauthenticated: whoever reaches the gRPC port may call without saying who it is")
        }
        if allowsAnonymous, anonymousRoles.contains(.curate) {
            warnings.append(
                "grpc.unauthenticated_roles: whoever reaches the gRPC port may change the banks without saying who it is"
            )
        }
        if let tokenFile, let mode = try? FileManager.default.attributesOfItem(atPath: tokenFile)[.posixPermissions] as? Int,
            mode & 0o077 != 0
        {
            warnings.append(
                "callers.token_file: '\(tokenFile)' may be read or written by others (mode \(String(mode, radix: 8))); chmod 600 it"
            )
        }
        return warnings
    }
}
