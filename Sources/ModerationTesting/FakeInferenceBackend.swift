import ModerationCore
import Synchronization

/// Stands in for the model server: answers in the contract's shapes, or as scripted, and remembers every call.
///
/// Time passes on the manual clock only: a call that takes longer than its deadline moves the clock to the deadline.
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

    public typealias Distribution = ContractAnswers.Distribution

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
    private let answers: ContractAnswers

    /// Without a `distribution`, the first pixel is the probability of a firearm and the rest is `other`.
    public init(clock: ManualClock, distribution: @escaping Distribution = { ContractAnswers.firearm($0.photo) }) {
        self.clock = clock
        answers = ContractAnswers(distribution: distribution)
    }

    public static func firearm(_ probability: Float) -> [Float] { ContractAnswers.firearm(probability) }

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
        let versions = state.withLock { $0.versions }
        return answers.answer(to: request) { versions[$0] ?? 1 }
    }
}
