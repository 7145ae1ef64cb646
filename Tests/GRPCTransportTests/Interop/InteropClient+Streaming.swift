import GRPCTransport

/// The official cases that stream or compress, on our client.
extension InteropClient {
    static let streamingCases: [(name: String, run: Case)] = [
        ("client_compressed_unary", { try await $0.clientCompressedUnary() }),
        ("server_compressed_unary", { try await $0.serverCompressedUnary() }),
        ("client_streaming", { try await $0.clientStreaming() }),
        ("client_compressed_streaming", { try await $0.clientCompressedStreaming() }),
        ("server_streaming", { try await $0.serverStreaming() }),
        ("server_compressed_streaming", { try await $0.serverCompressedStreaming() }),
        ("ping_pong", { try await $0.pingPong() }),
        ("empty_stream", { try await $0.emptyStream() }),
        ("custom_metadata (stream)", { try await $0.streamMetadata() }),
        ("status_code_and_message (stream)", { try await $0.streamStatus() }),
        ("cancel_after_begin", { try await $0.cancelAfterBegin() }),
        ("cancel_after_first_response", { try await $0.cancelAfterFirstResponse() }),
        ("timeout_on_sleeping_server", { try await $0.timeoutOnSleepingServer() }),
    ]

    private static let requestSizes = [27_182, 8, 1_828, 45_904]
    private static let responseSizes = [31_415, 9, 2_653, 58_979]

    private func open(
        _ method: String,
        metadata: GRPCMetadata = .init(),
        deadline: ContinuousClock.Instant = InteropClient.deadline,
        options: GRPCCallOptions = .init()
    ) throws(GRPCStatus) -> GRPCClientStream {
        try client.channel.stream(InteropService.path(method), metadata: metadata, deadline: deadline, options: options)
    }

    private func bodySizes(_ call: GRPCClientStream) async throws(GRPCStatus) -> [Int] {
        var sizes: [Int] = []
        for try await message in call.responses { sizes.append(try bodySize(message)) }
        return sizes
    }

    private func input(_ byteCount: Int, compressed: Bool? = nil) -> GRPCMessage {
        var request = Messages.StreamingInputCallRequest()
        request.payload = Messages.Payload(byteCount: byteCount)
        request.expectCompressed = compressed.map { Messages.BoolValue(value: $0) }
        return InteropService.encode(request)
    }

    private func output(_ sizes: [Int], compressed: [Bool] = [], payload byteCount: Int? = nil) -> GRPCMessage {
        var request = Messages.StreamingOutputCallRequest()
        for (index, size) in sizes.enumerated() {
            var parameters = Messages.ResponseParameters()
            parameters.size = Int32(size)
            if index < compressed.count { parameters.compressed = Messages.BoolValue(value: compressed[index]) }
            request.responseParameters.append(parameters)
        }
        request.payload = byteCount.map { Messages.Payload(byteCount: $0) }
        return InteropService.encode(request)
    }

    private func sum(_ messages: [GRPCMessage], options: GRPCCallOptions = .init()) async throws(GRPCStatus) -> Int32 {
        let call = try open("StreamingInputCall", options: options)
        for message in messages { try await call.send(message) }
        call.finish()
        var sum: Int32 = -1
        for try await message in call.responses {
            sum = try InteropService.decode(message, as: Messages.StreamingInputCallResponse.self).aggregatedPayloadSize
        }
        return sum
    }

    private func clientCompressedUnary() async throws {
        var request = Self.large
        request.expectCompressed = Messages.BoolValue(value: true)
        let probe = request
        if tls == nil {
            try equal(
                await status { () throws(GRPCStatus) in try await unary("UnaryCall", probe) }.code,
                .invalidArgument,
                "the probe's status"
            )
        }
        let path = InteropService.path("UnaryCall")
        var options = GRPCCallOptions()
        options.compression = .gzip
        let compressed = try await client.channel.unary(
            path,
            InteropService.encode(probe),
            deadline: Self.deadline,
            options: options
        )
        try equal(bodySize(compressed.message), 314_159, "the body")
        request.expectCompressed = Messages.BoolValue(value: false)
        try equal(bodySize(await unary("UnaryCall", request).message), 314_159, "the body")
    }

    private func serverCompressedUnary() async throws {
        for wanted in [true, false] {
            var request = Self.large
            request.responseCompressed = Messages.BoolValue(value: wanted)
            try equal(bodySize(await unary("UnaryCall", request).message), 314_159, "the body")
        }
    }

    private func clientStreaming() async throws {
        try equal(await sum(Self.requestSizes.map { input($0) }), 74_922, "the sum")
    }

    private func clientCompressedStreaming() async throws {
        if tls == nil {
            let probe = await status { () throws(GRPCStatus) in try await sum([input(27_182, compressed: true)]) }
            try equal(probe.code, .invalidArgument, "the probe's status")
        }
        var options = GRPCCallOptions()
        options.compression = .gzip
        try equal(
            await sum([input(27_182, compressed: true), input(45_904, compressed: true)], options: options),
            73_086,
            "the sum"
        )
    }

    private func serverStreaming() async throws {
        let call = try open("StreamingOutputCall")
        try await call.send(output(Self.responseSizes))
        call.finish()
        try equal(await bodySizes(call), Self.responseSizes, "the bodies")
    }

    private func serverCompressedStreaming() async throws {
        let call = try open("StreamingOutputCall")
        try await call.send(output([31_415, 92_653], compressed: [true, false]))
        call.finish()
        try equal(await bodySizes(call), [31_415, 92_653], "the bodies")
    }

    private func pingPong() async throws {
        let call = try open("FullDuplexCall")
        var responses = call.responses.makeAsyncIterator()
        for (request, response) in zip(Self.requestSizes, Self.responseSizes) {
            try await call.send(output([response], payload: request))
            guard let message = try await responses.next() else { throw Mismatch(description: "the answers ended") }
            try equal(bodySize(message), response, "the body")
        }
        call.finish()
        try equal(await responses.next(), nil, "what follows")
    }

    private func emptyStream() async throws {
        let call = try open("FullDuplexCall")
        call.finish()
        try equal(await bodySizes(call), [], "the bodies")
    }

    private func streamMetadata() async throws {
        let call = try open("FullDuplexCall", metadata: Self.metadata)
        try await call.send(output([314_159], payload: 271_828))
        call.finish()
        try equal(await bodySizes(call), [314_159], "the bodies")
        try checkMetadata(await call.initialMetadata, await call.trailingMetadata)
    }

    private func streamStatus() async throws {
        var request = Messages.StreamingOutputCallRequest()
        request.responseStatus = Messages.EchoStatus(code: 2, message: "test status message")
        let message = InteropService.encode(request)
        let call = try open("FullDuplexCall")
        try await call.send(message)
        call.finish()
        let seen = await status { () throws(GRPCStatus) in try await bodySizes(call) }
        try equal(seen, GRPCStatus(.unknown, "test status message"), "the status")
    }

    private func cancelAfterBegin() async throws {
        let call = try open("StreamingInputCall")
        call.cancel()
        try equal(await status { () throws(GRPCStatus) in try await bodySizes(call) }.code, .cancelled, "the status")
    }

    private func cancelAfterFirstResponse() async throws {
        let call = try open("FullDuplexCall")
        try await call.send(output([31_415], payload: 27_182))
        var responses = call.responses.makeAsyncIterator()
        guard let message = try await responses.next() else { throw Mismatch(description: "no answer") }
        try equal(bodySize(message), 31_415, "the body")
        call.cancel()
        let seen: GRPCStatus
        do {
            seen = try await responses.next() == nil ? GRPCStatus(.ok, "") : GRPCStatus(.unknown, "a message")
        } catch {
            seen = error
        }
        try equal(seen.code, .cancelled, "the status")
    }

    private func timeoutOnSleepingServer() async throws {
        let seen = await status { () throws(GRPCStatus) in
            let call = try open("FullDuplexCall", deadline: .now.advanced(by: .milliseconds(1)))
            try await call.send(output([], payload: 27_182))
            _ = try await bodySizes(call)
        }
        try equal(seen.code, .deadlineExceeded, "the status")
    }
}
