package import HTTP2Transport

/// The header blocks a server answers with.
package enum ResponseFields {
    private static let head = [HTTPField(":status", "200"), HTTPField("content-type", "application/grpc")]

    /// Response headers and trailers of a call that carries no metadata and ends well: made once.
    private static let plainHeaders = HeaderList(head, isImmortal: true)
    private static let plainTrailers = HeaderList(trailerFields(GRPCStatus(.ok, "")), isImmortal: true)

    package static func headers(_ metadata: GRPCMetadata = .init(), encoding: GRPCCompression = .identity) -> HeaderList {
        if metadata.isEmpty, encoding == .identity { return plainHeaders }
        var fields = head
        if encoding != .identity { fields.append(HTTPField("grpc-encoding", encoding.rawValue)) }
        MetadataCodec.append(metadata, to: &fields)
        return HeaderList(fields)
    }

    package static func trailers(_ status: GRPCStatus, _ metadata: GRPCMetadata = .init()) -> HeaderList {
        if status.code == .ok, status.message.isEmpty, metadata.isEmpty { return plainTrailers }
        return HeaderList(trailerFields(status, metadata))
    }

    /// An answer without a message: one block that ends the stream.
    package static func trailersOnly(_ status: GRPCStatus, _ metadata: GRPCMetadata = .init()) -> HeaderList {
        HeaderList(head + trailerFields(status, metadata))
    }

    package static func rejection(_ rejection: RequestHead.Rejection) -> HeaderList {
        var fields = [HTTPField(":status", String(rejection.httpStatus)), HTTPField("content-type", "application/grpc")]
        if rejection.namesEncodings { fields.append(HTTPField("grpc-accept-encoding", GRPCCompression.accepted)) }
        return HeaderList(fields + trailerFields(rejection.status))
    }

    private static func trailerFields(_ status: GRPCStatus, _ metadata: GRPCMetadata = .init()) -> [HTTPField] {
        var fields = [HTTPField("grpc-status", String(status.code.rawValue))]
        if !status.message.isEmpty { fields.append(HTTPField("grpc-message", PercentCodec.encode(status.message))) }
        MetadataCodec.append(metadata, to: &fields)
        return fields
    }
}
