import GRPCCore

/// `Unary` answers the message it got, `Upload` the number of bytes it got, as eight bytes.
struct EchoService: RegistrableRPCService {
    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        router.registerHandler(
            forMethod: MethodDescriptor(fullyQualifiedService: "bench.Echo", method: "Unary"),
            deserializer: BytesCoding(),
            serializer: BytesCoding()
        ) { request, _ in
            StreamingServerResponse(single: ServerResponse(message: try await ServerRequest(stream: request).message))
        }
        router.registerHandler(
            forMethod: MethodDescriptor(fullyQualifiedService: "bench.Echo", method: "Upload"),
            deserializer: CountCoding(),
            serializer: CountCoding()
        ) { request, _ in
            StreamingServerResponse(single: ServerResponse(message: try await ServerRequest(stream: request).message))
        }
    }
}

private struct BytesCoding: MessageDeserializer, MessageSerializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ serializedMessageBytes: Bytes) throws -> [UInt8] {
        serializedMessageBytes.withUnsafeBytes { Array($0) }
    }

    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }
}

/// Reads the whole message where it lies, without the copy that a service of protobuf messages would make: in the peer's favour.
private struct CountCoding: MessageDeserializer, MessageSerializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ serializedMessageBytes: Bytes) throws -> Int {
        serializedMessageBytes.withUnsafeBytes(\.count)
    }

    func serialize<Bytes: GRPCContiguousBytes>(_ message: Int) throws -> Bytes {
        withUnsafeBytes(of: UInt64(message).bigEndian) { Bytes($0) }
    }
}
