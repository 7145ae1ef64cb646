import CLibFuzzer
import ModerationAPI
import ProtobufWire
import TritonAdapter

/// The first byte chooses a message type, or the reflection index; what follows are a message's bytes.
private let targets: [@Sendable (ArraySlice<UInt8>) -> Void] =
    [
        settles(HolsterV1.CheckRequest.self), settles(HolsterV1.Price.self), settles(HolsterV1.Photo.self),
        settles(HolsterV1.Verdict.self), settles(HolsterV1.ClassProbability.self), settles(HolsterV1.Reason.self),
        settles(HolsterV1.RuleMatch.self), settles(HolsterV1.FingerprintMatch.self), settles(HolsterV1.Annotation.self),
        settles(HolsterV1.StageRecord.self), settles(HolsterV1.VersionVector.self), settles(HolsterV1.ModelVersions.self),
        settles(HolsterV1.CheckStreamResponse.self), settles(HolsterV1.CheckFailure.self),
        settles(GRPCHealthV1.HealthCheckRequest.self), settles(GRPCHealthV1.HealthCheckResponse.self),
        settles(GRPCReflection.ServerReflectionRequest.self), settles(GRPCReflection.ServerReflectionResponse.self),
        settles(GoogleProtobuf.FileDescriptorProto.self), indexes, answers,
    ] + kserve + banks

private let kserve: [@Sendable (ArraySlice<UInt8>) -> Void] = [
    settles(KServe.InferParameter.self), settles(KServe.InferTensorContents.self), settles(KServe.ModelConfigRequest.self),
    settles(KServe.ModelConfigResponse.self), settles(KServe.ModelInferRequest.self), settles(KServe.ModelInferResponse.self),
    settles(KServe.ModelMetadataRequest.self), settles(KServe.ModelMetadataResponse.self), settles(KServe.ModelReadyRequest.self),
    settles(KServe.ModelReadyResponse.self), settles(KServe.ModelRepositoryParameter.self),
    settles(KServe.ModelStreamInferResponse.self), settles(KServe.RepositoryIndexRequest.self),
    settles(KServe.RepositoryIndexResponse.self), settles(KServe.RepositoryModelLoadRequest.self),
    settles(KServe.RepositoryModelLoadResponse.self), settles(KServe.RepositoryModelUnloadRequest.self),
    settles(KServe.RepositoryModelUnloadResponse.self), settles(KServe.ServerLiveRequest.self),
    settles(KServe.ServerLiveResponse.self), settles(KServe.ServerMetadataRequest.self),
    settles(KServe.ServerMetadataResponse.self), settles(KServe.ServerReadyRequest.self),
    settles(KServe.ServerReadyResponse.self), settles(KServe.SystemSharedMemoryRegisterRequest.self),
    settles(KServe.SystemSharedMemoryRegisterResponse.self), settles(KServe.SystemSharedMemoryStatusRequest.self),
    settles(KServe.SystemSharedMemoryStatusResponse.self), settles(KServe.SystemSharedMemoryUnregisterRequest.self),
    settles(KServe.SystemSharedMemoryUnregisterResponse.self),
]

private let banks: [@Sendable (ArraySlice<UInt8>) -> Void] = [
    settles(HolsterV1.Bank.self),
    settles(HolsterV1.BankEntry.self),
    settles(HolsterV1.ListBanksRequest.self),
    settles(HolsterV1.ListBanksResponse.self),
    settles(HolsterV1.CreateBankRequest.self),
    settles(HolsterV1.UpdateBankRequest.self),
    settles(HolsterV1.DropBankRequest.self),
    settles(HolsterV1.BankChanged.self),
    settles(HolsterV1.ListEntriesRequest.self),
    settles(HolsterV1.ListEntriesResponse.self),
    settles(HolsterV1.NewEntry.self),
    settles(HolsterV1.AddEntriesRequest.self),
    settles(HolsterV1.AddEntriesResponse.self),
    settles(HolsterV1.AddPhotoRequest.self),
    settles(HolsterV1.AddPhotoResponse.self),
    settles(HolsterV1.RemoveEntriesRequest.self),
    settles(HolsterV1.MoveEntriesRequest.self),
    settles(HolsterV1.SetEntryStateRequest.self),
    settles(HolsterV1.EntriesChanged.self),
    settles(HolsterV1.ImportRequest.self),
    settles(HolsterV1.ImportStart.self),
    settles(HolsterV1.ImportedEntries.self),
    settles(HolsterV1.ImportResponse.self),
    settles(HolsterV1.RejectedLine.self),
    settles(HolsterV1.ExportRequest.self),
    settles(HolsterV1.ExportResponse.self),
    settles(HolsterV1.StatsRequest.self),
    settles(HolsterV1.StatsResponse.self),
    settles(HolsterV1.BankStats.self),
    settles(HolsterV1.BankInMemory.self),
    settles(HolsterV1.EntryMatches.self),
    settles(HolsterV1.ExplainPhotoRequest.self),
    settles(HolsterV1.ExplainPhotoResponse.self),
    settles(HolsterV1.PhotoHash.self),
    settles(HolsterV1.BankNeighbours.self),
    settles(HolsterV1.Neighbour.self),
    settles(HolsterV1.ExplainTextRequest.self),
    settles(HolsterV1.ExplainTextResponse.self),
    settles(HolsterV1.TextReading.self),
]

private let handler = (try? ReflectionIndex.holster()).map { ReflectionHandler(index: $0) }

/// What decodes encodes to as many bytes as announced, which decode to what encodes to the same bytes. (Messages are not compared: NaN.)
private func settles<Message: ProtobufMessage>(_ type: Message.Type) -> @Sendable (ArraySlice<UInt8>) -> Void {
    { bytes in
        guard let message = try? Message(decoding: bytes) else { return }
        let encoded = message.encoded()
        let flat = encoded.bytes
        precondition(flat.count == encoded.byteCount)
        guard let again = try? Message(decoding: flat[...]) else {
            preconditionFailure("\(Message.protobufName): refuses its own bytes")
        }
        precondition(again.encoded().bytes == flat, "\(Message.protobufName) does not settle")
    }
}

/// A descriptor from anywhere becomes an index or an error.
@Sendable private func indexes(_ bytes: ArraySlice<UInt8>) {
    let half = bytes.startIndex + bytes.count / 2
    for files in [[bytes], [bytes[..<half], bytes[half...]]] {
        guard let index = try? ReflectionIndex(files: files, services: []) else { continue }
        guard let file = try? GoogleProtobuf.FileDescriptorProto(decoding: files[0]) else {
            preconditionFailure("indexed, unreadable")
        }
        precondition(index.file(named: file.name)?.first == files[0])
    }
}

/// Every question has an answer that can be sent.
@Sendable private func answers(_ bytes: ArraySlice<UInt8>) {
    guard let handler else { preconditionFailure("no index of our own services") }
    guard let request = try? GRPCReflection.ServerReflectionRequest(decoding: bytes) else { return }
    let response = handler.answer(request)
    precondition(response.messageResponse != nil)
    precondition((try? GRPCReflection.ServerReflectionResponse(decoding: response.encoded().bytes[...])) == response)
}

private func fuzzProtobuf(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    targets[Int(choice) % targets.count](input[1...])
    return 0
}

@_cdecl("ProtobufFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzProtobuf)
}
