import ModerationAPI
import ProtobufTesting
import TestSupport
import Testing

private let holster = CodecOracle(
    package: "holster.v1",
    kinds: [
        MessageKind(HolsterV1.CheckRequest.self), MessageKind(HolsterV1.Price.self), MessageKind(HolsterV1.Photo.self),
        MessageKind(HolsterV1.Verdict.self), MessageKind(HolsterV1.ClassProbability.self), MessageKind(HolsterV1.Reason.self),
        MessageKind(HolsterV1.RuleMatch.self), MessageKind(HolsterV1.FingerprintMatch.self),
        MessageKind(HolsterV1.Annotation.self), MessageKind(HolsterV1.StageRecord.self),
        MessageKind(HolsterV1.VersionVector.self), MessageKind(HolsterV1.ModelVersions.self),
        MessageKind(HolsterV1.CheckStreamResponse.self), MessageKind(HolsterV1.CheckFailure.self),
    ]
)

private let health = CodecOracle(
    package: "grpc.health.v1",
    kinds: [MessageKind(GRPCHealthV1.HealthCheckRequest.self), MessageKind(GRPCHealthV1.HealthCheckResponse.self)]
)

/// The hand-rolled messages against `protoc` and Python's protobuf.
@Suite(.enabled(if: Repository.oraclePython != nil))
struct CodecAgreementTests {
    @Test(arguments: [holster, health]) func messages_areExactlyThoseOfProto(oracle: CodecOracle) throws {
        #expect(try oracle.differingNames() == [])
    }

    @Test(arguments: [holster, health]) func decode_oddButValidBytes_agreesWithProtobuf(oracle: CodecOracle) throws {
        let result = try oracle.decodingDisagreements(seed: 0x1A, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared >= 100 * oracle.kinds.count)
    }

    @Test(arguments: [holster, health]) func encode_randomMessages_agreesWithProtobuf(oracle: CodecOracle) throws {
        let result = try oracle.encodingDisagreements(seed: 0x2B, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared == 100 * oracle.kinds.count)
    }

    @Test(arguments: [holster, health]) func decode_brokenBytes_isJudgedAsByProtobuf(oracle: CodecOracle) throws {
        let result = try oracle.mutationDisagreements(seed: 0x3C, countPerType: 1_000)
        #expect(result.problems == [])
        #expect(result.accepted > 0 && result.refused > 0)
    }
}

struct CodecMutationTests {
    /// Together with KServeCodecMutationTests more than 10⁶ where the build is optimised; a twentieth otherwise.
    #if DEBUG
        static let countPerType = 2_000
    #else
        static let countPerType = 40_000
    #endif

    @Test(arguments: [holster, health]) func decode_mutatedMessages_neverTraps(oracle: CodecOracle) {
        let count = Self.countPerType * oracle.kinds.count
        let result = oracle.survive(seed: 0x4D, count: count)
        #expect(result.problems == [])
        #expect(result.tried >= count)
        #expect(result.decoded > 0)
        print("\(oracle.package): \(result.tried) mutated messages, \(result.decoded) of them decode")
    }
}
