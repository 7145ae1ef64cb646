import ProtobufTesting
import TestSupport
import Testing
import TritonAdapter

private let inference = CodecOracle(
    package: "inference",
    kinds: [
        MessageKind(KServe.InferParameter.self), MessageKind(KServe.InferTensorContents.self),
        MessageKind(KServe.ModelConfig.self), MessageKind(KServe.ModelConfigRequest.self),
        MessageKind(KServe.ModelConfigResponse.self), MessageKind(KServe.ModelDynamicBatching.self),
        MessageKind(KServe.ModelEnsembling.self), MessageKind(KServe.ModelEnsembling.Step.self),
        MessageKind(KServe.ModelInferRequest.self), MessageKind(KServe.ModelInferRequest.InferInputTensor.self),
        MessageKind(KServe.ModelInferRequest.InferRequestedOutputTensor.self), MessageKind(KServe.ModelInferResponse.self),
        MessageKind(KServe.ModelInferResponse.InferOutputTensor.self), MessageKind(KServe.ModelInput.self),
        MessageKind(KServe.ModelInstanceGroup.self), MessageKind(KServe.ModelMetadataRequest.self),
        MessageKind(KServe.ModelMetadataResponse.self), MessageKind(KServe.ModelMetadataResponse.TensorMetadata.self),
        MessageKind(KServe.ModelOutput.self), MessageKind(KServe.ModelParameter.self),
        MessageKind(KServe.ModelQueuePolicy.self), MessageKind(KServe.ModelReadyRequest.self),
        MessageKind(KServe.ModelReadyResponse.self), MessageKind(KServe.ModelRepositoryParameter.self),
        MessageKind(KServe.ModelResponseCache.self), MessageKind(KServe.ModelStreamInferResponse.self),
        MessageKind(KServe.ModelVersionPolicy.self), MessageKind(KServe.ModelVersionPolicy.Latest.self),
        MessageKind(KServe.ModelVersionPolicy.All.self), MessageKind(KServe.ModelVersionPolicy.Specific.self),
        MessageKind(KServe.RepositoryIndexRequest.self), MessageKind(KServe.RepositoryIndexResponse.self),
        MessageKind(KServe.RepositoryIndexResponse.ModelIndex.self), MessageKind(KServe.RepositoryModelLoadRequest.self),
        MessageKind(KServe.RepositoryModelLoadResponse.self), MessageKind(KServe.RepositoryModelUnloadRequest.self),
        MessageKind(KServe.RepositoryModelUnloadResponse.self), MessageKind(KServe.ServerLiveRequest.self),
        MessageKind(KServe.ServerLiveResponse.self), MessageKind(KServe.ServerMetadataRequest.self),
        MessageKind(KServe.ServerMetadataResponse.self), MessageKind(KServe.ServerReadyRequest.self),
        MessageKind(KServe.ServerReadyResponse.self), MessageKind(KServe.SystemSharedMemoryRegisterRequest.self),
        MessageKind(KServe.SystemSharedMemoryRegisterResponse.self), MessageKind(KServe.SystemSharedMemoryStatusRequest.self),
        MessageKind(KServe.SystemSharedMemoryStatusResponse.self),
        MessageKind(KServe.SystemSharedMemoryStatusResponse.RegionStatus.self),
        MessageKind(KServe.SystemSharedMemoryUnregisterRequest.self),
        MessageKind(KServe.SystemSharedMemoryUnregisterResponse.self),
    ]
)

/// The hand-rolled messages against `protoc` and Python's protobuf.
@Suite(.enabled(if: Repository.oraclePython != nil))
struct KServeCodecAgreementTests {
    @Test func messages_areExactlyThoseOfProto() async throws {
        #expect(try await inference.differingNames() == [])
    }

    @Test func decode_oddButValidBytes_agreesWithProtobuf() async throws {
        let result = try await inference.decodingDisagreements(seed: 0x5E, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared >= 100 * inference.kinds.count)
    }

    @Test func encode_randomMessages_agreesWithProtobuf() async throws {
        let result = try await inference.encodingDisagreements(seed: 0x6F, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared == 100 * inference.kinds.count)
    }

    @Test func decode_brokenBytes_isJudgedAsByProtobuf() async throws {
        let result = try await inference.mutationDisagreements(seed: 0x70, countPerType: 500)
        #expect(result.problems == [])
        #expect(result.accepted > 0 && result.refused > 0)
    }

    @Test func enumerations_haveProtosNumbers() async throws {
        let types: [(String, KServe.DataType)] = [
            ("INVALID", .invalid), ("BOOL", .bool), ("UINT8", .uint8), ("UINT16", .uint16), ("UINT32", .uint32),
            ("UINT64", .uint64), ("INT8", .int8), ("INT16", .int16), ("INT32", .int32), ("INT64", .int64), ("FP16", .fp16),
            ("FP32", .fp32), ("FP64", .fp64), ("STRING", .string), ("BF16", .bf16),
        ]
        let formats: [(String, KServe.ModelInput.Format)] = [("NONE", .none), ("NHWC", .nhwc), ("NCHW", .nchw)]
        let kinds: [(String, KServe.ModelInstanceGroup.Kind)] = [
            ("AUTO", .auto), ("GPU", .gpu), ("CPU", .cpu), ("MODEL", .model),
        ]
        let actions: [(String, KServe.ModelQueuePolicy.TimeoutAction)] = [("REJECT", .reject), ("DELAY", .delay)]
        var ours = types.map { "inference.DataType TYPE_\($0.0) \($0.1.rawValue)" }
        ours += formats.map { "inference.ModelInput.Format FORMAT_\($0.0) \($0.1.rawValue)" }
        ours += kinds.map { "inference.ModelInstanceGroup.Kind KIND_\($0.0) \($0.1.rawValue)" }
        ours += actions.map { "inference.ModelQueuePolicy.TimeoutAction \($0.0) \($0.1.rawValue)" }
        #expect(try await inference.enumerators() == Set(ours))
    }

    /// `proto/kserve/v2/inference.proto` was written from field numbers: tritonclient's descriptors are the published ones.
    @Test func proto_agreesWithTritonclientsDescriptors() throws {
        let lines = String(decoding: try Oracle.run("wire_kserve_descriptors.py"), as: UTF8.self).split(separator: "\n")
        let compared = try #require(lines.first.flatMap { Int($0) })
        #expect(compared > 200)
        #expect(lines.dropFirst() == [])
    }
}

struct KServeCodecMutationTests {
    /// Together with CodecMutationTests more than 10⁶ where the build is optimised; a twentieth otherwise.
    #if DEBUG
        static let count = 25_000
    #else
        static let count = 500_000
    #endif

    @Test func decode_mutatedMessages_neverTraps() async throws {
        let result = try await inference.survive(seed: 0x81, count: Self.count)
        #expect(result.problems == [])
        #expect(result.tried >= Self.count)
        #expect(result.decoded > 0)
        print("inference: \(result.tried) mutated messages, \(result.decoded) of them decode")
    }
}
