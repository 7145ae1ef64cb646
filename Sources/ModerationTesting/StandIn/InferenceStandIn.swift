import GRPCTransport
import ModerationCore
import Reactor
import TritonAdapter

/// A KServe server with the contract's models, Triton's batching and a latency curve in place of their computation: what drives the
/// orchestrator past what a machine without a GPU can infer.
///
/// Answers are those of ``ContractAnswers``: deterministic, of the right shapes, and no judgement of the photo. Requests are checked as Triton
/// checks them, in its words where callers tell cases apart by them.
public final class InferenceStandIn: Sendable {
    public struct Settings: Sendable {
        /// Instead of the assumed ones, by model.
        public var latencies: [String: LatencyCurve] = [:]
        public var instanceCount = 1
        public var maxQueueDelay = Duration.zero
        public var maxQueueSize = 4_096

        public init() {}
    }

    private let models: [String: BatchedModel]
    private let answers = ContractAnswers(distribution: StandInScores.probabilities)

    /// `eventLoop` keeps the batches' time.
    public init(_ settings: Settings = .init(), eventLoop: EventLoop) {
        var models: [String: BatchedModel] = [:]
        for model in StandInModel.all {
            guard let latency = settings.latencies[model.name] ?? model.assumedLatency else { continue }
            let batching = BatchQueue.Settings(
                maxBatchSize: model.maxBatchSize,
                instanceCount: settings.instanceCount,
                maxQueueDelay: settings.maxQueueDelay,
                maxQueueSize: settings.maxQueueSize
            )
            models[model.name] = BatchedModel(model.name, latency: latency, settings: batching, eventLoop: eventLoop)
        }
        self.models = models
    }

    /// By model, the ensemble's calls under its steps.
    public func counts() async -> [(model: String, count: StandInCount)] {
        var counts: [(String, StandInCount)] = []
        for model in StandInModel.all {
            if let batched = models[model.name] { counts.append((model.name, await batched.count)) }
        }
        return counts
    }

    func infer(_ message: KServe.ModelInferRequest) async throws(GRPCStatus) -> KServe.ModelInferResponse {
        let model = try Self.model(message.modelName, version: message.modelVersion)
        let request = try message.inferenceRequest(of: model)
        let shapes = request.inputs.map(\.shape)
        let rowCount = Int(shapes.first?.first ?? 1)
        if model.name == StandInModel.ensemble.name {
            // The towers run side by side, then fusion: the ensemble's own scheduling.
            async let image: Void = run(.clipImage, rowCount, [shapes[0]])
            async let text: Void = run(.distilbert, rowCount, Array(shapes[1...2]))
            do {
                _ = try await (image, text)
            } catch {
                throw error as? GRPCStatus ?? GRPCStatus(.internalError, "\(error)")
            }
            if Task.isCancelled { throw GRPCStatus(.cancelled, "the caller has gone") }
            try await run(.fusion, rowCount, StandInModel.fusion.inputs.map(\.shape))
        } else {
            try await run(model, rowCount, shapes)
        }
        return KServe.ModelInferResponse(answers.answer(to: request), id: request.id, outputs: request.outputs)
    }

    /// The batch is not a part of the shapes that must agree.
    private func run(_ model: StandInModel, _ rowCount: Int, _ shapes: [[Int64]]) async throws(GRPCStatus) {
        try await models[model.name]?.run(rowCount: rowCount, shapes: shapes.map { Array($0.dropFirst()) })
    }

    static func model(_ name: String, version: String = "") throws(GRPCStatus) -> StandInModel {
        guard let model = StandInModel.all.first(where: { $0.name == name }), version.isEmpty || version == "1" else {
            let version = version.isEmpty ? "" : " version \(version)"
            throw GRPCStatus(.notFound, "Request for unknown model: '\(name)'\(version) is not found")
        }
        return model
    }
}
