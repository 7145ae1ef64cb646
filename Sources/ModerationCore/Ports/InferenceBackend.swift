/// A KServe v2 element type.
public enum TensorDatatype: String, Sendable, CaseIterable {
    case uint8 = "UINT8"
    case int64 = "INT64"
    case fp32 = "FP32"
    case fp16 = "FP16"
    case bytes = "BYTES"

    /// Bytes an element; `nil` for variable-length elements.
    public var byteWidth: Int? {
        switch self {
        case .uint8: 1
        case .fp16: 2
        case .fp32: 4
        case .int64: 8
        case .bytes: nil
        }
    }
}

/// A dense little-endian row-major tensor.
public struct Tensor: Sendable, Equatable {
    public var name: String
    public var datatype: TensorDatatype
    /// Outermost first; the first is the batch.
    public var shape: [Int64]
    public var bytes: ArraySlice<UInt8>

    public init(name: String, datatype: TensorDatatype, shape: [Int64], bytes: ArraySlice<UInt8>) {
        self.name = name
        self.datatype = datatype
        self.shape = shape
        self.bytes = bytes
    }
}

/// One call of one model.
public struct InferenceRequest: Sendable, Equatable {
    public var model: String
    /// `nil` asks for the newest live version.
    public var version: String?
    public var id: String
    public var inputs: [Tensor]
    public var outputs: [String]

    public init(model: String, version: String? = nil, id: String = "", inputs: [Tensor], outputs: [String]) {
        self.model = model
        self.version = version
        self.id = id
        self.inputs = inputs
        self.outputs = outputs
    }
}

public struct InferenceResponse: Sendable, Equatable {
    public var model: String
    public var version: String
    public var outputs: [Tensor]

    public init(model: String, version: String, outputs: [Tensor]) {
        self.model = model
        self.version = version
        self.outputs = outputs
    }
}

/// Why a model did not answer, in terms the degrade ladder acts on.
public enum InferenceFailure: Error, Sendable, Equatable {
    /// No connection, connection lost, server shutting down.
    case unavailable(String)
    /// Queue full or queue timeout: the model is there, and busy.
    case overloaded(String)
    case deadlineExceeded
    case cancelled
    /// The answer does not parse, or does not fit what was asked.
    case invalidResponse(String)
    /// The server refused the request as such: unknown model, wrong shape.
    case rejected(String)
}

/// Runs models. Implemented over KServe v2 by the Triton adapter.
public protocol InferenceBackend: Sendable {
    /// Answers before `deadline` or throws ``InferenceFailure/deadlineExceeded`` at it. Cancelling the task cancels the call.
    func infer(_ request: InferenceRequest, deadline: Deadline) async throws(InferenceFailure) -> InferenceResponse
    /// Whether the server says it can serve `model`.
    func isReady(model: String, deadline: Deadline) async -> Bool
}
