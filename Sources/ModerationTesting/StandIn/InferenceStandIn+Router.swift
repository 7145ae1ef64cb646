public import GRPCTransport
import ProtobufWire
import TritonAdapter

extension InferenceStandIn {
    /// Every method that the orchestrator, `holster-load` and `tritonclient` call.
    public var router: GRPCRouter {
        var router = GRPCRouter()
        Self.answer(KServe.serverLive, in: &router) { _ throws(GRPCStatus) in KServe.ServerLiveResponse(live: true) }
        Self.answer(KServe.serverReady, in: &router) { _ throws(GRPCStatus) in KServe.ServerReadyResponse(ready: true) }
        Self.answer(KServe.serverMetadata, in: &router) { _ throws(GRPCStatus) in
            KServe.ServerMetadataResponse(name: "inference-stand-in", version: "1")
        }
        Self.answer(KServe.modelReady, in: &router) { request throws(GRPCStatus) in
            _ = try Self.model(request.name, version: request.version)
            return KServe.ModelReadyResponse(ready: true)
        }
        Self.answer(KServe.modelMetadata, in: &router) { request throws(GRPCStatus) in
            KServe.ModelMetadataResponse(try Self.model(request.name, version: request.version))
        }
        Self.answer(KServe.repositoryIndex, in: &router) { _ throws(GRPCStatus) in
            KServe.RepositoryIndexResponse(models: StandInModel.all.map(KServe.RepositoryIndexResponse.ModelIndex.init))
        }
        Self.answer(KServe.modelInfer, in: &router) { request throws(GRPCStatus) in try await self.infer(request) }
        return router
    }

    private static func answer<Request, Response>(
        _ method: KServeMethod<Request, Response>,
        in router: inout GRPCRouter,
        _ handler: @escaping @Sendable (Request) async throws(GRPCStatus) -> Response
    ) {
        router.unary(method.path) { (bytes, _) async throws(GRPCStatus) -> GRPCMessage in
            let request: Request
            do {
                request = try Request(decoding: bytes)
            } catch {
                throw GRPCStatus(.invalidArgument, "\(Request.protobufName) does not parse: \(error)")
            }
            return GRPCMessage(segments: try await handler(request).encoded().segments)
        }
    }
}

extension KServe.ModelMetadataResponse {
    init(_ model: StandInModel) {
        self.init()
        name = model.name
        versions = ["1"]
        platform = model.name == StandInModel.ensemble.name ? "ensemble" : "stand-in"
        inputs = model.inputs.map { TensorMetadata(name: $0.name, datatype: $0.datatype, shape: $0.shape) }
        outputs = model.outputs.map { TensorMetadata(name: $0.name, datatype: $0.datatype, shape: $0.shape) }
    }
}

extension KServe.RepositoryIndexResponse.ModelIndex {
    init(_ model: StandInModel) {
        self.init()
        name = model.name
        version = "1"
        state = "READY"
    }
}
