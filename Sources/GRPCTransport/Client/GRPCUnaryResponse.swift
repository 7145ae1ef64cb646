/// What a unary call brought back.
public struct GRPCUnaryResponse: Sendable {
    /// The message's bytes, without the gRPC prefix.
    public var message: ArraySlice<UInt8>
    public var initialMetadata: GRPCMetadata
    public var trailingMetadata: GRPCMetadata

    public init(message: ArraySlice<UInt8>, initialMetadata: GRPCMetadata = .init(), trailingMetadata: GRPCMetadata = .init()) {
        self.message = message
        self.initialMetadata = initialMetadata
        self.trailingMetadata = trailingMetadata
    }
}
