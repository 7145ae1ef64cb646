import GRPCTransport

/// The calls of `grpc.testing.TestService` that stream, and those that compress.
extension InteropService {
    static func addStreaming(to router: inout GRPCRouter) {
        router.streaming(path("StreamingOutputCall")) { requests, responses, context throws(GRPCStatus) in
            for try await message in requests { try await answer(message, responses, context) }
        }
        router.streaming(path("FullDuplexCall")) { requests, responses, context throws(GRPCStatus) in
            echo(context)
            for try await message in requests { try await answer(message, responses, context) }
        }
        router.streaming(path("HalfDuplexCall")) { requests, responses, context throws(GRPCStatus) in
            var kept: [ArraySlice<UInt8>] = []
            for try await message in requests { kept.append(message) }
            for message in kept { try await answer(message, responses, context) }
        }
        router.streaming(path("StreamingInputCall")) { requests, responses, context throws(GRPCStatus) in
            var response = Messages.StreamingInputCallResponse()
            var plainByteCount = 0
            var isCompressionPromised = false
            for try await message in requests {
                let request = try decode(message, as: Messages.StreamingInputCallRequest.self)
                plainByteCount += message.count
                isCompressionPromised = isCompressionPromised || request.expectCompressed?.value == true
                response.aggregatedPayloadSize &+= Int32(clamping: request.payload?.body.count ?? 0)
            }
            try expect(isCompressed: isCompressionPromised, plainByteCount, context)
            try await responses.send(encode(response))
        }
    }

    private static func answer(
        _ message: ArraySlice<UInt8>,
        _ responses: GRPCResponseWriter,
        _ context: GRPCServerContext
    ) async throws(GRPCStatus) {
        let request = try decode(message, as: Messages.StreamingOutputCallRequest.self)
        try obey(request.responseStatus)
        for parameters in request.responseParameters {
            if parameters.intervalMicroseconds > 0 {
                try? await Task.sleep(for: .microseconds(Int(parameters.intervalMicroseconds)))
            }
            if let compressed = parameters.compressed { context.response.compression = compressed.value ? .gzip : .identity }
            try await responses.send(encode(payload(parameters.size)))
        }
    }
}
