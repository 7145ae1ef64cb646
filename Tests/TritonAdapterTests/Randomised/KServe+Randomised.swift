import ProtobufTesting
import TritonAdapter

extension KServe.ServerLiveRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.ServerLiveResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        live = random.bool()
    }
}

extension KServe.ServerReadyRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.ServerReadyResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        ready = random.bool()
    }
}

extension KServe.ModelReadyRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        version = random.string()
    }
}

extension KServe.ModelReadyResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        ready = random.bool()
    }
}

extension KServe.ServerMetadataRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.ServerMetadataResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        version = random.string()
        extensions = random.list { $0.string() }
    }
}

extension KServe.ModelMetadataRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        version = random.string()
    }
}

extension KServe.ModelMetadataResponse.TensorMetadata: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        datatype = random.string()
        shape = random.list { $0.int64() }
    }
}

extension KServe.ModelMetadataResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        versions = random.list { $0.string() }
        platform = random.string()
        inputs = random.list { $0.message() }
        outputs = random.list { $0.message() }
    }
}

extension KServe.InferParameter: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        parameterChoice = random.oneOf(
            { .bool($0.bool()) },
            { .int64($0.int64()) },
            { .string($0.string()) },
            { .double($0.double()) },
            { .uint64($0.uint64()) }
        )
    }
}

extension KServe.InferTensorContents: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        boolContents = random.list { $0.bool() }
        intContents = random.list { $0.int32() }
        int64Contents = random.list { $0.int64() }
        uintContents = random.list { $0.uint32() }
        uint64Contents = random.list { $0.uint64() }
        fp32Contents = random.list { $0.float() }
        fp64Contents = random.list { $0.double() }
        bytesContents = random.list { $0.bytes() }
    }
}

extension KServe.ModelInferRequest.InferInputTensor: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        datatype = random.string()
        shape = random.list { $0.int64() }
        parameters = random.map { $0.message() }
        contents = random.optional { $0.message() }
    }
}

extension KServe.ModelInferRequest.InferRequestedOutputTensor: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        parameters = random.map { $0.message() }
    }
}

extension KServe.ModelInferRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        modelName = random.string()
        modelVersion = random.string()
        id = random.string()
        parameters = random.map { $0.message() }
        inputs = random.list { $0.message() }
        outputs = random.list { $0.message() }
        rawInputContents = random.list { $0.bytes() }
    }
}

extension KServe.ModelInferResponse.InferOutputTensor: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        datatype = random.string()
        shape = random.list { $0.int64() }
        parameters = random.map { $0.message() }
        contents = random.optional { $0.message() }
    }
}

extension KServe.ModelInferResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        modelName = random.string()
        modelVersion = random.string()
        id = random.string()
        parameters = random.map { $0.message() }
        outputs = random.list { $0.message() }
        rawOutputContents = random.list { $0.bytes() }
    }
}

extension KServe.ModelStreamInferResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        errorMessage = random.string()
        inferResponse = random.optional { $0.message() }
    }
}

extension KServe.ModelInput: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        dataType = random.enumeration()
        format = random.enumeration()
        dims = random.list { $0.int64() }
        `optional` = random.bool()
    }
}

extension KServe.ModelOutput: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        dataType = random.enumeration()
        dims = random.list { $0.int64() }
    }
}

extension KServe.ModelVersionPolicy.Latest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        numVersions = random.uint32()
    }
}

extension KServe.ModelVersionPolicy.All: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.ModelVersionPolicy.Specific: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        versions = random.list { $0.int64() }
    }
}

extension KServe.ModelVersionPolicy: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        policyChoice = random.oneOf({ .latest($0.message()) }, { .all($0.message()) }, { .specific($0.message()) })
    }
}

extension KServe.ModelInstanceGroup: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        count = random.int32()
        gpus = random.list { $0.int32() }
        kind = random.enumeration()
    }
}

extension KServe.ModelQueuePolicy: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        timeoutAction = random.enumeration()
        defaultTimeoutMicroseconds = random.uint64()
        allowTimeoutOverride = random.bool()
        maxQueueSize = random.uint32()
    }
}

extension KServe.ModelDynamicBatching: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        preferredBatchSize = random.list { $0.int32() }
        maxQueueDelayMicroseconds = random.uint64()
        preserveOrdering = random.bool()
        priorityLevels = random.uint64()
        defaultPriorityLevel = random.uint64()
        defaultQueuePolicy = random.optional { $0.message() }
    }
}

extension KServe.ModelEnsembling.Step: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        modelName = random.string()
        modelVersion = random.int64()
        inputMap = random.map { $0.string() }
        outputMap = random.map { $0.string() }
    }
}

extension KServe.ModelEnsembling: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        step = random.list { $0.message() }
    }
}

extension KServe.ModelParameter: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        stringValue = random.string()
    }
}

extension KServe.ModelResponseCache: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        enable = random.bool()
    }
}

extension KServe.ModelConfig: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        platform = random.string()
        backend = random.string()
        versionPolicy = random.optional { $0.message() }
        maxBatchSize = random.int32()
        input = random.list { $0.message() }
        output = random.list { $0.message() }
        schedulingChoice = random.oneOf({ .dynamicBatching($0.message()) }, { .ensembleScheduling($0.message()) })
        instanceGroup = random.list { $0.message() }
        parameters = random.map { $0.message() }
        responseCache = random.optional { $0.message() }
    }
}

extension KServe.ModelConfigRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        version = random.string()
    }
}

extension KServe.ModelConfigResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        config = random.optional { $0.message() }
    }
}

extension KServe.ModelRepositoryParameter: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        parameterChoice = random.oneOf(
            { .bool($0.bool()) },
            { .int64($0.int64()) },
            { .string($0.string()) },
            { .bytes($0.bytes()) }
        )
    }
}

extension KServe.RepositoryIndexRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        repositoryName = random.string()
        ready = random.bool()
    }
}

extension KServe.RepositoryIndexResponse.ModelIndex: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        version = random.string()
        state = random.string()
        reason = random.string()
    }
}

extension KServe.RepositoryIndexResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        models = random.list { $0.message() }
    }
}

extension KServe.RepositoryModelLoadRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        repositoryName = random.string()
        modelName = random.string()
        parameters = random.map { $0.message() }
    }
}

extension KServe.RepositoryModelLoadResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.RepositoryModelUnloadRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        repositoryName = random.string()
        modelName = random.string()
        parameters = random.map { $0.message() }
    }
}

extension KServe.RepositoryModelUnloadResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.SystemSharedMemoryStatusRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
    }
}

extension KServe.SystemSharedMemoryStatusResponse.RegionStatus: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        key = random.string()
        offset = random.uint64()
        byteSize = random.uint64()
    }
}

extension KServe.SystemSharedMemoryStatusResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        regions = random.map { $0.message() }
    }
}

extension KServe.SystemSharedMemoryRegisterRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
        key = random.string()
        offset = random.uint64()
        byteSize = random.uint64()
    }
}

extension KServe.SystemSharedMemoryRegisterResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}

extension KServe.SystemSharedMemoryUnregisterRequest: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {
        name = random.string()
    }
}

extension KServe.SystemSharedMemoryUnregisterResponse: RandomisableMessage {
    package mutating func randomise(using random: inout RandomContent) {}
}
