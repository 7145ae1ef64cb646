import ModerationAPI
import ProtobufTesting

extension GRPCReflection.ServerReflectionRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        host = random.string()
        messageRequest = random.oneOf(
            { .fileByFilename($0.string()) },
            { .fileContainingSymbol($0.string()) },
            { .fileContainingExtension($0.message()) },
            { .allExtensionNumbersOfType($0.string()) },
            { .listServices($0.string()) }
        )
    }
}

extension GRPCReflection.ExtensionRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        containingType = random.string()
        extensionNumber = random.int32()
    }
}

extension GRPCReflection.ServerReflectionResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        validHost = random.string()
        originalRequest = random.optional { $0.message() }
        messageResponse = random.oneOf(
            { .fileDescriptorResponse($0.message()) },
            { .allExtensionNumbersResponse($0.message()) },
            { .listServicesResponse($0.message()) },
            { .errorResponse($0.message()) }
        )
    }
}

extension GRPCReflection.FileDescriptorResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        fileDescriptorProto = random.list { $0.bytes() }
    }
}

extension GRPCReflection.ExtensionNumberResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        baseTypeName = random.string()
        extensionNumber = random.list { $0.int32() }
    }
}

extension GRPCReflection.ListServiceResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        service = random.list { $0.message() }
    }
}

extension GRPCReflection.ServiceResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        name = random.string()
    }
}

extension GRPCReflection.ErrorResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        errorCode = random.int32()
        errorMessage = random.string()
    }
}
