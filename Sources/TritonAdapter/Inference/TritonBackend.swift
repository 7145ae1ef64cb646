public import GRPCTransport
public import ModerationCore
import ProtobufWire

/// Runs models on a Triton server over KServe v2.
///
/// Tensors travel as raw contents: a request's are sent from where they lie, an answer's are slices of the received message and keep it
/// alive. Nothing is retried here: whether to try again, or a lower rung, is the degrade ladder's business.
public struct TritonBackend: InferenceBackend {
    private let channel: GRPCChannel

    public init(channel: GRPCChannel) { self.channel = channel }

    public func infer(
        _ request: InferenceRequest,
        deadline: Deadline
    ) async throws(InferenceFailure) -> InferenceResponse {
        let segments = try KServe.ModelInferRequest(request).encoded().segments
        let bytes = try await exchange(GRPCMessage(segments: segments), deadline: deadline)
        let message: KServe.ModelInferResponse
        do {
            message = try KServe.ModelInferResponse(decoding: bytes)
        } catch {
            throw .invalidResponse("\(KServe.ModelInferResponse.protobufName) does not parse: \(error)")
        }
        return try InferenceResponse(message, to: request)
    }

    public func isReady(model: String, deadline: Deadline) async -> Bool {
        let request = KServe.ModelReadyRequest(name: model)
        let response = try? await KServe.modelReady.call(request, on: channel, deadline: deadline.instant)
        return response?.ready ?? false
    }

    private func exchange(_ message: GRPCMessage, deadline: Deadline) async throws(InferenceFailure) -> ArraySlice<UInt8> {
        do {
            return try await channel.unary(KServe.modelInfer.path, message, deadline: deadline.instant).message
        } catch {
            throw InferenceFailure(error)
        }
    }
}
