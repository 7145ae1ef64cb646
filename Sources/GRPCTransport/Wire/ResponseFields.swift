package import HTTP2Transport

/// The header blocks a server answers with.
package enum ResponseFields {
    private static let head = [HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")]

    package static func headers(_ metadata: GRPCMetadata) -> [HTTPField] {
        var fields = head
        MetadataCodec.append(metadata, to: &fields)
        return fields
    }

    package static func trailers(_ status: GRPCStatus, _ metadata: GRPCMetadata = .init()) -> [HTTPField] {
        var fields = [HTTPField("grpc-status", String(status.code.rawValue))]
        if !status.message.isEmpty { fields.append(HTTPField("grpc-message", PercentCodec.encode(status.message))) }
        MetadataCodec.append(metadata, to: &fields)
        return fields
    }

    /// An answer without a message: one block that ends the stream.
    package static func trailersOnly(_ status: GRPCStatus, _ metadata: GRPCMetadata = .init()) -> [HTTPField] {
        head + trailers(status, metadata)
    }

    package static func rejection(_ rejection: RequestHead.Rejection) -> [HTTPField] {
        var fields = [HTTPField(":status", String(rejection.httpStatus)), HTTPField("content-type", "application/grpc")]
        if rejection.acceptsIdentityOnly { fields.append(HTTPField("grpc-accept-encoding", "identity")) }
        return fields + trailers(rejection.status)
    }
}
