/// How messages are compressed on the way.
///
/// Source: grpc/grpc `doc/compression.md`.
public enum GRPCCompression: String, Sendable, CaseIterable {
    case identity
    case gzip

    /// The value of `grpc-accept-encoding`.
    package static let accepted = "identity,gzip"
}
