import Foundation
import GRPCTransport
import ModerationCore
import ModerationTesting
import Reactor
import TestSupport
import Testing
import TritonAdapter

/// The stand-in over a real socket.
struct InferenceStandInTests {
    private let soon = Deadline(ContinuousClock.now + .seconds(30))

    private func run(
        _ settings: InferenceStandIn.Settings = .init(),
        _ body: (GRPCChannel, SocketEndpoint, InferenceStandIn) async throws -> Void
    ) async throws {
        let eventLoops = try EventLoopGroup(threadCount: 1, name: "stand-in")
        defer { eventLoops.shutDown() }
        let standIn = InferenceStandIn(settings, eventLoop: eventLoops.next())
        let configuration = GRPCServer.Configuration(endpoint: .host("127.0.0.1", port: 0))
        let server = GRPCServer(configuration: configuration, router: standIn.router, eventLoops: eventLoops)
        let endpoint = try server.start()
        let channel = GRPCChannel(endpoint: endpoint, eventLoops: eventLoops)
        defer { channel.close() }
        try await body(channel, endpoint, standIn)
    }

    private static func photos(_ rowCount: Int, shade: UInt8 = 0) -> InferenceRequest {
        let pixels = [UInt8](repeating: shade, count: rowCount * PixelBuffer.byteCount)
        let tensor = Tensor(name: "pixels", datatype: .uint8, shape: [Int64(rowCount), 224, 224, 3], bytes: pixels[...])
        return InferenceRequest(model: "clip_image", inputs: [tensor], outputs: ["image_embedding"])
    }

    private static func ensemble(shade: UInt8, ids: [Int64]) -> InferenceRequest {
        let width = Int64(ids.count)
        var request = photos(1, shade: shade)
        request.model = "firearm_ensemble"
        request.inputs += [
            FakeTensors.int64("input_ids", shape: [1, width], ids),
            FakeTensors.int64("attention_mask", shape: [1, width], ids.map { _ in 1 }),
            FakeTensors.fp32("context", shape: [1, 16], [Float](repeating: 0, count: 16)),
            FakeTensors.fp32("presence", shape: [1, 2], [1, 1]),
        ]
        request.outputs = ["class_probabilities", "fusion_version"]
        return request
    }

    @Test func infer_theEnsemble_givesTheSameProbabilitiesForTheSameListing() async throws {
        try await run { channel, _, _ in
            let backend = TritonBackend(channel: channel)
            var answers: [[Float]] = []
            for shade in [7, 7, 8] as [UInt8] {
                let response = try await backend.infer(Self.ensemble(shade: shade, ids: [101, 7, 102]), deadline: soon)
                #expect(response.outputs.map(\.shape) == [[1, 9], [1, 1]])
                answers.append(FakeTensors.floats(response.outputs[0]))
            }
            #expect(answers[0] == answers[1])
            #expect(answers.allSatisfy { ClassProbabilities($0) != nil })
        }
    }

    @Test func infer_theStatedMixture_isMet() async throws {
        var settings = InferenceStandIn.Settings()
        settings.latencies["clip_image"] = LatencyCurve(parsing: "1:0")
        settings.latencies["distilbert_int8"] = LatencyCurve(parsing: "1:0")
        settings.latencies["fusion"] = LatencyCurve(parsing: "1:0")
        try await run(settings) { channel, _, _ in
            let backend = TritonBackend(channel: channel)
            var counts = [0, 0, 0]
            for number in 0..<4_000 {
                let request = Self.ensemble(shade: UInt8(number % 256), ids: [101, Int64(number), 102])
                let firearm = FakeTensors.floats(try await backend.infer(request, deadline: soon).outputs[0])[0]
                counts[firearm > 0.9 ? 0 : firearm > 0.5 ? 1 : 2] += 1
            }
            // 4, 40 and 3,956 expected; four standard deviations.
            #expect(counts[0] <= 12, "\(counts)")
            #expect((15...65).contains(counts[1]), "\(counts)")
        }
    }

    @Test func infer_manyAtOnce_sharesBatches() async throws {
        try await run { channel, _, standIn in
            let backend = TritonBackend(channel: channel)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 { group.addTask { _ = try await backend.infer(Self.photos(1), deadline: soon) } }
                try await group.waitForAll()
            }
            let count = try #require(await standIn.counts().first { $0.model == "clip_image" }).count
            #expect(count.requestCount == 64 && count.rowCount == 64)
            #expect(count.batchCount <= 16, "\(count)")
            // Each batch took what the curve says: 4 ms, and 8/15 for each row more.
            let rows = Double(count.rowCount - count.batchCount)
            let expected = Double(count.batchCount) * 0.004 + rows * 0.008 / 15
            #expect(abs(count.busy / .seconds(1) - expected) < 0.001)
        }
    }

    @Test func infer_whenTheQueueIsFull_isOverloadedAsOfTriton() async throws {
        var settings = InferenceStandIn.Settings()
        settings.maxQueueSize = 1
        settings.latencies["clip_image"] = LatencyCurve(parsing: "1:200")
        try await run(settings) { channel, _, _ in
            let backend = TritonBackend(channel: channel)
            let overloaded = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do throws(InferenceFailure) {
                            _ = try await backend.infer(Self.photos(1), deadline: soon)
                            return false
                        } catch {
                            if case .overloaded = error { return true }
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(overloaded == 2, "one runs, one waits")
        }
    }

    @Test func infer_whatTheModelDoesNotTake_isRejectedByName() async throws {
        try await run { channel, _, _ in
            let backend = TritonBackend(channel: channel)
            var wrong: [(InferenceRequest, String)] = [(Self.photos(17), "batch-size"), (Self.photos(0), "batch-size")]
            var request = Self.photos(1)
            request.outputs = ["no_such_output"]
            wrong.append((request, "no_such_output"))
            request = Self.photos(1)
            request.inputs[0].shape = [1, 224, 3, 224]
            wrong.append((request, "pixels"))
            request = Self.photos(1)
            request.model = "no_such_model"
            wrong.append((request, "no_such_model"))
            request = Self.photos(1)
            request.version = "2"
            wrong.append((request, "version 2"))
            for (request, name) in wrong {
                let failure = await #expect(throws: InferenceFailure.self) {
                    _ = try await backend.infer(request, deadline: soon)
                }
                guard case .rejected(let text)? = failure else {
                    Issue.record("\(String(describing: failure))")
                    continue
                }
                #expect(text.contains(name), "\(text)")
            }
        }
    }

    /// Triton's own client takes it for a Triton.
    @Test(.enabled(if: Repository.oraclePython != nil)) func tritonclient_readsEveryAnswer() async throws {
        try await run { _, endpoint, _ in
            let said = try await Task.detached { try Oracle.run("standin_client.py", arguments: ["\(endpoint)"]) }.value
            #expect(String(decoding: said, as: UTF8.self) == "ok\n")
        }
    }
}
