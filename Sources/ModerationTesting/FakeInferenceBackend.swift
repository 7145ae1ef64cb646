import ModerationCore
import Synchronization

/// Stands in for the model server: answers in the contract's shapes, or as scripted, and remembers every call.
///
/// An embedding's first value carries the first pixel (÷ 255) or the sum of the ids, so that ``Distribution`` can tell photos and
/// texts apart. Time passes on the manual clock only: a call that takes longer than its deadline moves the clock to the deadline.
public final class FakeInferenceBackend: InferenceBackend {
    /// What one call of a model comes to.
    public enum Behaviour: Sendable {
        case answer
        case fail(InferenceFailure)
        /// Never answers: the deadline passes.
        case stall
        /// Waits for the task's cancellation.
        case hang
        /// Another answer than the contract's, made from the right one.
        case alter(@Sendable (inout InferenceResponse) -> Void)
    }

    /// What fusion sees of one photo: first pixel ÷ 255 (0 without photo), sum of the ids (0 without text), presence.
    public struct FusionRow: Sendable, Equatable {
        public var photo: Float
        public var text: Float
        public var presence: [Float]
        public var context: [Float]
    }

    public typealias Distribution = @Sendable (FusionRow) -> [Float]

    private struct State {
        var calls: [InferenceRequest] = []
        var deadlines: [Deadline] = []
        var behaviours: [String: [Behaviour]] = [:]
        var latencies: [String: Duration] = [:]
        var versions: [String: Int64] = [:]
        var cancelledCount = 0
    }

    private let state = Mutex(State())
    private let clock: ManualClock
    private let distribution: Distribution

    /// Without a `distribution`, the first pixel is the probability of a firearm and the rest is `other`.
    public init(clock: ManualClock, distribution: @escaping Distribution = { FakeInferenceBackend.firearm($0.photo) }) {
        self.clock = clock
        self.distribution = distribution
    }

    public static func firearm(_ probability: Float) -> [Float] { [probability, 0, 0, 0, 0, 0, 0, 0, 1 - probability] }

    public var calls: [InferenceRequest] { state.withLock { $0.calls } }
    /// The deadline each call was given.
    public var deadlines: [Deadline] { state.withLock { $0.deadlines } }
    public var cancelledCount: Int { state.withLock { $0.cancelledCount } }

    public func calls(of model: String) -> [InferenceRequest] { calls.filter { $0.model == model } }

    /// The next calls of `model` behave so, one after another; the last one stays.
    public func script(_ model: String, _ behaviours: Behaviour...) { state.withLock { $0.behaviours[model] = behaviours } }

    public func scriptEveryModel(_ behaviour: Behaviour) {
        for model in ["firearm_ensemble", "clip_image", "distilbert_int8", "distilbert_int8_cpu", "fusion"] {
            script(model, behaviour)
        }
    }

    public func latency(of model: String, _ latency: Duration) { state.withLock { $0.latencies[model] = latency } }

    /// The version that `clip_image`, `distilbert_int8` (its twin and the ensemble follow) or `fusion` reports; 1 unless set.
    public func version(of model: String, _ version: Int64) { state.withLock { $0.versions[model] = version } }

    public func isReady(model: String, deadline: Deadline) async -> Bool {
        state.withLock { state in
            if case .fail? = state.behaviours[model]?.first { return false }
            return true
        }
    }

    public func infer(_ request: InferenceRequest, deadline: Deadline) async throws(InferenceFailure) -> InferenceResponse {
        let start = clock.now
        let (behaviour, latency) = state.withLock { state in
            state.calls.append(request)
            state.deadlines.append(deadline)
            var script = state.behaviours[request.model] ?? [.answer]
            let behaviour = script.count > 1 ? script.removeFirst() : script.first ?? .answer
            state.behaviours[request.model] = script
            return (behaviour, state.latencies[request.model] ?? .zero)
        }
        let done = start.advanced(by: latency)
        guard done < deadline.instant else {
            clock.advance(to: deadline.instant)
            throw .deadlineExceeded
        }
        clock.advance(to: done)
        switch behaviour {
        case .answer: return answer(to: request)
        case .fail(let failure): throw failure
        case .stall:
            clock.advance(to: deadline.instant)
            throw .deadlineExceeded
        case .hang:
            while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(2)) }
            state.withLock { $0.cancelledCount += 1 }
            throw .cancelled
        case .alter(let change):
            var response = answer(to: request)
            change(&response)
            return response
        }
    }

    private func version(_ model: String) -> Int64 { state.withLock { $0.versions[model] ?? 1 } }

    private func answer(to request: InferenceRequest) -> InferenceResponse {
        let inputs = Dictionary(request.inputs.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var outputs: [Tensor] = []
        let photos = inputs["pixels"].map(firstPixels) ?? []
        let texts = inputs["input_ids"].map { [sum(of: $0)] } ?? []
        switch request.model {
        case "clip_image":
            outputs = [
                embedding("image_embedding", photos, width: 512), versions("clip_image_version", photos.count, "clip_image"),
            ]
        case "distilbert_int8", "distilbert_int8_cpu":
            outputs = [embedding("text_embedding", texts, width: 768), versions("distilbert_version", 1, "distilbert_int8")]
        case "fusion":
            let photoSignals = inputs["image_embedding"].map { firsts($0, width: 512) } ?? []
            let textSignals = inputs["text_embedding"].map { firsts($0, width: 768) } ?? []
            outputs = [
                probabilities(photoSignals, textSignals, inputs), versions("fusion_version", photoSignals.count, "fusion"),
            ]
        default:
            outputs = [
                probabilities(photos, texts, inputs), versions("clip_image_version", 1, "clip_image"),
                versions("distilbert_version", 1, "distilbert_int8"), versions("fusion_version", 1, "fusion"),
            ]
        }
        return InferenceResponse(model: request.model, version: "1", outputs: outputs)
    }

    private func probabilities(_ photos: [Float], _ texts: [Float], _ inputs: [String: Tensor]) -> Tensor {
        let presence = inputs["presence"].map { FakeTensors.floats($0) } ?? []
        let context = inputs["context"].map { FakeTensors.floats($0) } ?? []
        let rows = photos.indices.flatMap { row in
            distribution(
                FusionRow(
                    photo: photos[row],
                    text: row < texts.count ? texts[row] : 0,
                    presence: Array(presence.dropFirst(row * 2).prefix(2)),
                    context: Array(context.dropFirst(row * 16).prefix(16))
                )
            )
        }
        return FakeTensors.fp32("class_probabilities", shape: [Int64(photos.count), 9], rows)
    }

    private func firstPixels(_ tensor: Tensor) -> [Float] {
        stride(from: tensor.bytes.startIndex, to: tensor.bytes.endIndex, by: PixelBuffer.byteCount).map {
            Float(tensor.bytes[$0]) / 255
        }
    }

    private func sum(of tensor: Tensor) -> Float { Float(FakeTensors.int64s(tensor).reduce(0, +)) }

    private func firsts(_ tensor: Tensor, width: Int) -> [Float] {
        let values = FakeTensors.floats(tensor)
        return stride(from: 0, to: values.count, by: width).map { values[$0] }
    }

    private func embedding(_ name: String, _ firsts: [Float], width: Int) -> Tensor {
        let values = firsts.flatMap { [$0] + [Float](repeating: 0, count: width - 1) }
        return FakeTensors.fp32(name, shape: [Int64(firsts.count), Int64(width)], values)
    }

    private func versions(_ name: String, _ batch: Int, _ model: String) -> Tensor {
        FakeTensors.int64(name, shape: [Int64(batch), 1], [Int64](repeating: version(model), count: batch))
    }
}
