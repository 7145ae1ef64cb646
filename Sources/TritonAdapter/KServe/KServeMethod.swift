import GRPCTransport
import ProtobufWire

/// A unary method of `inference.GRPCInferenceService` with its message types.
package struct KServeMethod<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
    /// `/inference.GRPCInferenceService/Method`.
    package let path: String

    init(_ name: String) { path = "/inference.GRPCInferenceService/\(name)" }

    /// Throws the server's status, the transport's, or INTERNAL when the answer does not parse.
    func call(
        _ request: Request,
        on channel: GRPCChannel,
        deadline: ContinuousClock.Instant
    ) async throws(GRPCStatus) -> Response {
        let message = GRPCMessage(segments: request.encoded().segments)
        let bytes = try await channel.unary(path, message, deadline: deadline).message
        do {
            return try Response(decoding: bytes)
        } catch {
            throw GRPCStatus(.internalError, "\(Response.protobufName) does not parse: \(error)")
        }
    }
}

extension KServe {
    package static let serverLive = KServeMethod<ServerLiveRequest, ServerLiveResponse>("ServerLive")
    package static let serverReady = KServeMethod<ServerReadyRequest, ServerReadyResponse>("ServerReady")
    package static let serverMetadata = KServeMethod<ServerMetadataRequest, ServerMetadataResponse>("ServerMetadata")
    package static let modelReady = KServeMethod<ModelReadyRequest, ModelReadyResponse>("ModelReady")
    package static let modelMetadata = KServeMethod<ModelMetadataRequest, ModelMetadataResponse>("ModelMetadata")
    package static let modelConfig = KServeMethod<ModelConfigRequest, ModelConfigResponse>("ModelConfig")
    package static let modelInfer = KServeMethod<ModelInferRequest, ModelInferResponse>("ModelInfer")
    package static let repositoryIndex = KServeMethod<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex")
    package static let modelLoad = KServeMethod<RepositoryModelLoadRequest, RepositoryModelLoadResponse>(
        "RepositoryModelLoad"
    )
    package static let modelUnload = KServeMethod<RepositoryModelUnloadRequest, RepositoryModelUnloadResponse>(
        "RepositoryModelUnload"
    )
    package static let sharedMemoryStatus = KServeMethod<SystemSharedMemoryStatusRequest, SystemSharedMemoryStatusResponse>(
        "SystemSharedMemoryStatus"
    )
    package static let sharedMemoryRegister = KServeMethod<
        SystemSharedMemoryRegisterRequest, SystemSharedMemoryRegisterResponse
    >(
        "SystemSharedMemoryRegister"
    )
    package static let sharedMemoryUnregister = KServeMethod<
        SystemSharedMemoryUnregisterRequest, SystemSharedMemoryUnregisterResponse
    >(
        "SystemSharedMemoryUnregister"
    )
}
