public import GRPCTransport
public import ModerationCore

/// Triton's model repository, seen through its control methods. The server must run in explicit control mode for load and unload.
///
/// Errors are the statuses as Triton sent them: an operator reads them.
public struct TritonRepository: Sendable {
    private let channel: GRPCChannel

    public init(channel: GRPCChannel) { self.channel = channel }

    public func isServerReady(deadline: Deadline) async throws(GRPCStatus) -> Bool {
        try await KServe.serverReady.call(KServe.ServerReadyRequest(), on: channel, deadline: deadline.instant).ready
    }

    /// False too for a model that the server does not know. A `nil` version asks whether any is ready.
    public func isModelReady(_ model: String, version: String? = nil, deadline: Deadline) async throws(GRPCStatus) -> Bool {
        let request = KServe.ModelReadyRequest(name: model, version: version ?? "")
        do {
            return try await KServe.modelReady.call(request, on: channel, deadline: deadline.instant).ready
        } catch  where error.code == .notFound {
            return false
        }
    }

    /// Every version that the server knows, by name and then by number.
    public func index(readyOnly: Bool = false, deadline: Deadline) async throws(GRPCStatus) -> [RepositoryModel] {
        let request = KServe.RepositoryIndexRequest(repositoryName: "", ready: readyOnly)
        let response = try await KServe.repositoryIndex.call(request, on: channel, deadline: deadline.instant)
        return response.models
            .map { RepositoryModel(name: $0.name, version: $0.version, state: $0.state, reason: $0.reason) }
            .sorted { ($0.name, Int64($0.version) ?? 0) < ($1.name, Int64($1.version) ?? 0) }
    }

    /// Reads the model's folder again and makes live what its version policy names; calls in flight are not disturbed. Returns when the
    /// model is ready. `configuration`, where given, is a whole model configuration in JSON that stands in for `config.pbtxt`.
    public func load(_ model: String, configuration: String? = nil, deadline: Deadline) async throws(GRPCStatus) {
        var request = KServe.RepositoryModelLoadRequest()
        request.modelName = model
        if let configuration { request.parameters["config"] = .init(parameterChoice: .string(configuration)) }
        _ = try await KServe.modelLoad.call(request, on: channel, deadline: deadline.instant)
    }

    /// Takes every version of the model out of service; of an ensemble, the models it calls as well where `withDependents`.
    public func unload(_ model: String, withDependents: Bool = false, deadline: Deadline) async throws(GRPCStatus) {
        var request = KServe.RepositoryModelUnloadRequest()
        request.modelName = model
        if withDependents { request.parameters["unload_dependents"] = .init(parameterChoice: .bool(true)) }
        _ = try await KServe.modelUnload.call(request, on: channel, deadline: deadline.instant)
    }

    /// Throws NOT_FOUND or UNAVAILABLE for a model that is not loaded.
    public func description(
        of model: String,
        version: String? = nil,
        deadline: Deadline
    ) async throws(GRPCStatus) -> ModelDescription {
        let request = KServe.ModelMetadataRequest(name: model, version: version ?? "")
        return ModelDescription(try await KServe.modelMetadata.call(request, on: channel, deadline: deadline.instant))
    }

    /// Throws NOT_FOUND or UNAVAILABLE for a model that is not loaded, INTERNAL for an answer without a configuration.
    public func configuration(
        of model: String,
        version: String? = nil,
        deadline: Deadline
    ) async throws(GRPCStatus) -> ModelConfiguration {
        let request = KServe.ModelConfigRequest(name: model, version: version ?? "")
        let response = try await KServe.modelConfig.call(request, on: channel, deadline: deadline.instant)
        guard let configuration = response.config else {
            throw GRPCStatus(.internalError, "ModelConfigResponse without a configuration")
        }
        return ModelConfiguration(configuration)
    }
}
