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

private let banks = CodecOracle(
    package: "holster.v1.Banks",
    kinds: [
        MessageKind(HolsterV1.Bank.self),
        MessageKind(HolsterV1.BankEntry.self),
        MessageKind(HolsterV1.ListBanksRequest.self),
        MessageKind(HolsterV1.ListBanksResponse.self),
        MessageKind(HolsterV1.CreateBankRequest.self),
        MessageKind(HolsterV1.UpdateBankRequest.self),
        MessageKind(HolsterV1.DropBankRequest.self),
        MessageKind(HolsterV1.BankChanged.self),
        MessageKind(HolsterV1.ListEntriesRequest.self),
        MessageKind(HolsterV1.ListEntriesResponse.self),
        MessageKind(HolsterV1.NewEntry.self),
        MessageKind(HolsterV1.AddEntriesRequest.self),
        MessageKind(HolsterV1.AddEntriesResponse.self),
        MessageKind(HolsterV1.AddPhotoRequest.self),
        MessageKind(HolsterV1.AddPhotoResponse.self),
        MessageKind(HolsterV1.RemoveEntriesRequest.self),
        MessageKind(HolsterV1.MoveEntriesRequest.self),
        MessageKind(HolsterV1.SetEntryStateRequest.self),
        MessageKind(HolsterV1.EntriesChanged.self),
        MessageKind(HolsterV1.ImportRequest.self),
        MessageKind(HolsterV1.ImportStart.self),
        MessageKind(HolsterV1.ImportedEntries.self),
        MessageKind(HolsterV1.ImportResponse.self),
        MessageKind(HolsterV1.RejectedLine.self),
        MessageKind(HolsterV1.ExportRequest.self),
        MessageKind(HolsterV1.ExportResponse.self),
        MessageKind(HolsterV1.StatsRequest.self),
        MessageKind(HolsterV1.StatsResponse.self),
        MessageKind(HolsterV1.BankStats.self),
        MessageKind(HolsterV1.BankInMemory.self),
        MessageKind(HolsterV1.EntryMatches.self),
        MessageKind(HolsterV1.ExplainPhotoRequest.self),
        MessageKind(HolsterV1.ExplainPhotoResponse.self),
        MessageKind(HolsterV1.PhotoHash.self),
        MessageKind(HolsterV1.BankNeighbours.self),
        MessageKind(HolsterV1.Neighbour.self),
        MessageKind(HolsterV1.ExplainTextRequest.self),
        MessageKind(HolsterV1.ExplainTextResponse.self),
        MessageKind(HolsterV1.TextReading.self),
    ]
)

private let health = CodecOracle(
    package: "grpc.health.v1",
    kinds: [MessageKind(GRPCHealthV1.HealthCheckRequest.self), MessageKind(GRPCHealthV1.HealthCheckResponse.self)]
)

private let reflection = CodecOracle(
    package: "grpc.reflection.v1",
    kinds: [
        MessageKind(GRPCReflection.ServerReflectionRequest.self), MessageKind(GRPCReflection.ExtensionRequest.self),
        MessageKind(GRPCReflection.ServerReflectionResponse.self), MessageKind(GRPCReflection.FileDescriptorResponse.self),
        MessageKind(GRPCReflection.ExtensionNumberResponse.self), MessageKind(GRPCReflection.ListServiceResponse.self),
        MessageKind(GRPCReflection.ServiceResponse.self), MessageKind(GRPCReflection.ErrorResponse.self),
    ]
)

/// The hand-rolled messages against `protoc` and Python's protobuf.
@Suite(.enabled(if: Repository.oraclePython != nil))
struct CodecAgreementTests {
    @Test(arguments: [holster, banks, health, reflection]) func messages_areExactlyThoseOfProto(oracle: CodecOracle) async throws
    {
        #expect(try await oracle.differingNames() == [])
    }

    @Test(arguments: [holster, banks, health, reflection]) func decode_oddButValidBytes_agreesWithProtobuf(oracle: CodecOracle)
        async throws
    {
        let result = try await oracle.decodingDisagreements(seed: 0x1A, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared >= 100 * oracle.kinds.count)
    }

    @Test(arguments: [holster, banks, health, reflection]) func encode_randomMessages_agreesWithProtobuf(oracle: CodecOracle)
        async throws
    {
        let result = try await oracle.encodingDisagreements(seed: 0x2B, countPerType: 100)
        #expect(result.problems == [])
        #expect(result.compared == 100 * oracle.kinds.count)
    }

    @Test(arguments: [holster, banks, health, reflection]) func decode_brokenBytes_isJudgedAsByProtobuf(oracle: CodecOracle)
        async throws
    {
        let result = try await oracle.mutationDisagreements(seed: 0x3C, countPerType: 1_000)
        #expect(result.problems == [])
        #expect(result.accepted > 0 && result.refused > 0)
    }
}

@Suite(.enabled(if: Repository.oraclePython != nil))
struct EnumerationTests {
    @Test func holsterEnumerations_haveProtosNumbers() async throws {
        let decisions: [(String, HolsterV1.Decision)] = [
            ("UNSPECIFIED", .unspecified), ("ALLOW", .allow), ("ALLOW_TAGGED", .allowTagged), ("REVIEW", .review),
            ("BLOCK", .block),
        ]
        let classes: [(String, HolsterV1.ContentClass)] = [
            ("UNSPECIFIED", .unspecified), ("FIREARM", .firearm), ("FIREARM_PART", .firearmPart), ("AMMUNITION", .ammunition),
            ("REALISTIC_REPLICA", .realisticReplica), ("AIRSOFT", .airsoft), ("PAINTBALL", .paintball), ("TOY", .toy),
            ("TOOL", .tool), ("OTHER", .other),
        ]
        let ours =
            decisions.map { "holster.v1.Decision DECISION_\($0.0) \($0.1.rawValue)" }
            + classes.map { "holster.v1.ContentClass CONTENT_CLASS_\($0.0) \($0.1.rawValue)" }
        #expect(try await holster.enumerators() == Set(ours))
        #expect(decisions.dropFirst().map(\.0) == decisions.dropFirst().map(\.1.description))
        #expect(classes.dropFirst().map { $0.0.lowercased() } == classes.dropFirst().map(\.1.description))
    }

    @Test func healthEnumeration_hasProtosNumbers() async throws {
        let statuses: [(String, GRPCHealthV1.HealthCheckResponse.ServingStatus)] = [
            ("UNKNOWN", .unknown), ("SERVING", .serving), ("NOT_SERVING", .notServing), ("SERVICE_UNKNOWN", .serviceUnknown),
        ]
        let ours = statuses.map { "grpc.health.v1.HealthCheckResponse.ServingStatus \($0.0) \($0.1.rawValue)" }
        #expect(try await health.enumerators() == Set(ours))
    }

    @Test func tensorIndex_isTheNumberLessOne() {
        #expect(HolsterV1.ContentClass(tensorIndex: 0) == .firearm)
        #expect(HolsterV1.ContentClass(tensorIndex: 8) == .other)
        #expect(HolsterV1.ContentClass(tensorIndex: 9) == nil)
        #expect(HolsterV1.ContentClass(tensorIndex: -1) == nil)
        #expect(HolsterV1.ContentClass.other.tensorIndex == 8)
        #expect(HolsterV1.ContentClass.unspecified.tensorIndex == nil)
        #expect(HolsterV1.ContentClass(rawValue: .min).tensorIndex == nil)
        #expect(HolsterV1.ContentClass(rawValue: 77).description == "content_class_77")
        #expect(HolsterV1.Decision(rawValue: 77).description == "DECISION_77")
    }
}

struct CodecMutationTests {
    /// Together with KServeCodecMutationTests more than 10⁶ where the build is optimised; a twentieth otherwise.
    #if DEBUG
        static let countPerType = 2_000
    #else
        static let countPerType = 40_000
    #endif

    @Test(arguments: [holster, banks, health, reflection]) func decode_mutatedMessages_neverTraps(oracle: CodecOracle)
        async throws
    {
        let count = Self.countPerType * oracle.kinds.count
        let result = try await oracle.survive(seed: 0x4D, count: count)
        #expect(result.problems == [])
        #expect(result.tried >= count)
        #expect(result.decoded > 0)
        print("\(oracle.package): \(result.tried) mutated messages, \(result.decoded) of them decode")
    }
}
