import GRPCTransport

/// Answers the questions of server reflection, one by one and without waiting for anything.
public struct ReflectionHandler: Sendable {
    private let index: ReflectionIndex

    public init(index: ReflectionIndex) { self.index = index }

    /// What is not there is an answer too, NOT_FOUND: the stream goes on.
    public func answer(_ request: GRPCReflection.ServerReflectionRequest) -> GRPCReflection.ServerReflectionResponse {
        GRPCReflection.ServerReflectionResponse(originalRequest: request, messageResponse: response(to: request.messageRequest))
    }

    private func response(
        to question: GRPCReflection.ServerReflectionRequest.MessageRequest?
    ) -> GRPCReflection.ServerReflectionResponse.MessageResponse {
        switch question {
        case .fileByFilename(let name): files(index.file(named: name))
        case .fileContainingSymbol(let symbol): files(index.file(declaring: symbol))
        case .fileContainingExtension(let wanted):
            files(index.file(extending: wanted.containingType, number: wanted.extensionNumber))
        case .allExtensionNumbersOfType(let message):
            if let numbers = index.extensionNumbers(of: message) {
                .allExtensionNumbersResponse(.init(baseTypeName: message, extensionNumber: numbers))
            } else {
                error(.notFound, "not found")
            }
        case .listServices:
            .listServicesResponse(.init(service: index.services.map { GRPCReflection.ServiceResponse(name: $0) }))
        case nil: error(.invalidArgument, "invalid argument")
        }
    }

    private func files(_ found: [ArraySlice<UInt8>]?) -> GRPCReflection.ServerReflectionResponse.MessageResponse {
        found.map { .fileDescriptorResponse(.init(fileDescriptorProto: $0)) } ?? error(.notFound, "not found")
    }

    private func error(_ code: GRPCStatusCode, _ message: String) -> GRPCReflection.ServerReflectionResponse.MessageResponse {
        .errorResponse(.init(errorCode: Int32(code.rawValue), errorMessage: message))
    }
}
