import GRPCTransport
import ModerationCore
import Synchronization
import Testing
import TritonAdapter

struct TritonRepositoryTests {
    private let soon = Deadline(ContinuousClock.now + .seconds(120))

    @Test func index_isSortedByNameAndVersionNumber() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.repositoryIndex) { (request) async throws(GRPCStatus) in
            var models: [KServe.RepositoryIndexResponse.ModelIndex] = []
            for (name, version, state) in [("fusion", "10", "READY"), ("fusion", "9", "UNAVAILABLE"), ("clip_image", "", "")] {
                models.append(.init(name: name, version: version, state: state, reason: state == "UNAVAILABLE" ? "unloaded" : ""))
            }
            return KServe.RepositoryIndexResponse(models: request.ready ? models.filter { $0.state == "READY" } : models)
        }
        try await fake.run { (channel) async throws in
            let repository = TritonRepository(channel: channel)
            let all = try await repository.index(deadline: soon)
            #expect(
                all.map { "\($0.name) \($0.version) \($0.isReady)" } == ["clip_image  false", "fusion 9 false", "fusion 10 true"]
            )
            #expect(all[1].reason == "unloaded")
            #expect(try await repository.index(readyOnly: true, deadline: soon).map(\.version) == ["10"])
        }
    }

    @Test func loadAndUnload_nameTheModelAndTheirParameters() async throws {
        final class Log: Sendable { let lines = Mutex<[String]>([]) }
        let log = Log()
        var fake = FakeTriton()
        fake.answer(KServe.modelLoad) { (request) async throws(GRPCStatus) in
            if request.modelName == "broken" {
                throw GRPCStatus(.invalidArgument, "failed to load 'broken', no version is available")
            }
            let configuration = request.parameters["config"]?.parameterChoice
            log.lines.withLock { $0.append("load \(request.modelName) \(configuration.map { "\($0)" } ?? "-")") }
            return KServe.RepositoryModelLoadResponse()
        }
        fake.answer(KServe.modelUnload) { (request) async throws(GRPCStatus) in
            let dependents = request.parameters["unload_dependents"]?.parameterChoice == .bool(true)
            log.lines.withLock { $0.append("unload \(request.modelName) \(dependents)") }
            return KServe.RepositoryModelUnloadResponse()
        }
        try await fake.run { (channel) async throws in
            let repository = TritonRepository(channel: channel)
            try await repository.load("fusion", deadline: soon)
            try await repository.load("fusion", configuration: "{}", deadline: soon)
            try await repository.unload("fusion", deadline: soon)
            try await repository.unload("fusion", withDependents: true, deadline: soon)
            await #expect(throws: GRPCStatus(.invalidArgument, "failed to load 'broken', no version is available")) {
                try await repository.load("broken", deadline: soon)
            }
        }
        let expected = ["load fusion -", "load fusion string(\"{}\")", "unload fusion false", "unload fusion true"]
        #expect(log.lines.withLock(\.self) == expected)
    }

    @Test func readiness_ofServerAndModels() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.serverReady) { (_) async throws(GRPCStatus) in KServe.ServerReadyResponse(ready: true) }
        fake.answer(KServe.modelReady) { (request) async throws(GRPCStatus) in
            switch (request.name, request.version) {
            case ("fusion", "2"): return KServe.ModelReadyResponse(ready: true)
            case ("fusion", _): return KServe.ModelReadyResponse(ready: false)
            case ("lost", _): throw GRPCStatus(.internalError, "disk")
            default: throw GRPCStatus(.notFound, "unknown")
            }
        }
        try await fake.run { (channel) async throws in
            let repository = TritonRepository(channel: channel)
            #expect(try await repository.isServerReady(deadline: soon))
            #expect(try await repository.isModelReady("fusion", version: "2", deadline: soon))
            #expect(try await !repository.isModelReady("fusion", version: "1", deadline: soon))
            #expect(try await !repository.isModelReady("other", deadline: soon))
            await #expect(throws: GRPCStatus(.internalError, "disk")) {
                try await repository.isModelReady("lost", deadline: soon)
            }
        }
    }

    @Test func descriptionAndConfiguration_areReadWhole() async throws {
        var fake = FakeTriton()
        fake.answer(KServe.modelMetadata) { (request) async throws(GRPCStatus) in
            var response = KServe.ModelMetadataResponse()
            response.name = request.name
            response.versions = ["1", "2"]
            response.platform = "ensemble"
            response.inputs = [.init(name: "context", datatype: "FP32", shape: [-1, 12])]
            return response
        }
        fake.answer(KServe.modelConfig) { (request) async throws(GRPCStatus) in
            if request.name == "empty" { return KServe.ModelConfigResponse() }
            var configuration = KServe.ModelConfig()
            configuration.name = request.name
            configuration.maxBatchSize = 16
            configuration.versionPolicy = .init(policyChoice: .specific(.init(versions: [1, 3])))
            configuration.schedulingChoice = .ensembleScheduling(
                .init(step: [.init(modelName: "clip_image", modelVersion: -1), .init(modelName: "fusion", modelVersion: 4)])
            )
            return KServe.ModelConfigResponse(config: configuration)
        }
        try await fake.run { (channel) async throws in
            let repository = TritonRepository(channel: channel)
            let description = try await repository.description(of: "firearm_ensemble", deadline: soon)
            #expect(description.versions == ["1", "2"])
            #expect(description.inputs == [.init(name: "context", datatype: "FP32", shape: [-1, 12])])
            let configuration = try await repository.configuration(of: "firearm_ensemble", deadline: soon)
            #expect(configuration.versionPolicy == .specific([1, 3]))
            #expect(configuration.maximumBatchSize == 16)
            #expect(configuration.ensembleSteps.map(\.model) == ["clip_image", "fusion"])
            #expect(configuration.ensembleSteps.map(\.version) == [nil, 4])
            let error = await #expect(throws: GRPCStatus.self) { try await repository.configuration(of: "empty", deadline: soon) }
            #expect(error?.code == .internalError)
        }
    }
}
