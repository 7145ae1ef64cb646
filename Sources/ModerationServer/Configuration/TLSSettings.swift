import HTTP2Transport

/// TLS on the gRPC port and towards Triton; the files are read when the server starts, not here.
package struct TLSSettings: Sendable, Equatable {
    /// `nil`: the port speaks in the clear.
    package var server: TLSServerContext.Configuration?
    /// `nil`: Triton is spoken to in the clear.
    package var triton: TLSClientContext.Configuration?

    package init(source: inout SettingsSource) throws(ConfigurationError) {
        let identity = try Self.identity("grpc", &source)
        let authority = source.optionalText("grpc.tls_client_authority")
        let wanted = source.text(
            "grpc.tls_client_certificates",
            default: (authority == nil ? .none : TLSClientCertificates.required).rawValue
        )
        guard let certificates = TLSClientCertificates(rawValue: wanted) else {
            let known = TLSClientCertificates.allCases.map(\.rawValue).joined(separator: ", ")
            throw source.problem("grpc.tls_client_certificates", "must be one of \(known), not '\(wanted)'")
        }
        if certificates != .none, authority == nil {
            throw source.problem("grpc.tls_client_certificates", "needs grpc.tls_client_authority")
        }
        if identity == nil, authority != nil { throw source.problem("grpc.tls_client_authority", "needs grpc.tls_certificate") }
        server = identity.map {
            TLSServerContext.Configuration(identity: $0, clientAuthorityFile: authority, clientCertificates: certificates)
        }
        let tritonIdentity = try Self.identity("triton", &source)
        let tritonAuthority = source.optionalText("triton.tls_authority")
        let serverName = source.optionalText("triton.tls_server_name")
        if try source.flag("triton.tls", default: false) {
            triton = TLSClientContext.Configuration(
                authorityFile: tritonAuthority,
                serverName: serverName,
                identity: tritonIdentity
            )
        } else if tritonIdentity != nil || tritonAuthority != nil || serverName != nil {
            throw source.problem("triton.tls", "must be true where the other triton.tls settings are set")
        }
    }

    private static func identity(_ section: String, _ source: inout SettingsSource) throws(ConfigurationError) -> TLSIdentity? {
        let certificate = source.optionalText("\(section).tls_certificate")
        let key = source.optionalText("\(section).tls_key")
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSIdentity(certificateFile: certificate, keyFile: key)
        default:
            throw source.problem(
                "\(section).tls_key",
                "certificate and key come together: \(section).tls_certificate, \(section).tls_key"
            )
        }
    }
}
