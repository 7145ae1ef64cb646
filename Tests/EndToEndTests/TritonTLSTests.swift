import GRPCTransport
import HTTP2Transport
import ModerationCore
import Reactor
import TestSupport
import Testing
import TritonAdapter

extension EndToEnd {
    /// The way to Triton over TLS, with and without a client certificate.
    @Suite(.serialized)
    struct TritonTLSTests {
        @Test func infer_overTLSAndMutualTLS_givesTheSameBits() async throws {
            let certificates = try TestCertificates.shared.get()
            let stack = try RealStack(base: 30_500)
            let served = ["--tls-certificate", certificates.certificate("server"), "--tls-key", certificates.key("server")]
            let authority = certificates.certificate("ca")
            let identity = TLSIdentity(certificateFile: certificates.certificate("client"), keyFile: certificates.key("client"))

            try stack.startTriton()
            let plain = try await infer(stack, nil)
            try stack.startTriton(served, restarting: true)
            let trusting = try TLSClientContext(.init(authorityFile: authority))
            #expect(try await infer(stack, trusting) == plain)
            await #expect(throws: InferenceFailure.self, "in the clear") { try await infer(stack, nil) }
            try stack.startTriton(served + ["--tls-client-authority", authority], restarting: true)
            #expect(try await infer(stack, TLSClientContext(.init(authorityFile: authority, identity: identity))) == plain)
            await #expect(throws: InferenceFailure.self, "without a client certificate") { try await infer(stack, trusting) }
        }

        /// What fusion makes of seeded noise.
        private func infer(_ stack: RealStack, _ tls: TLSClientContext?) async throws -> [Tensor] {
            guard let endpoint = SocketEndpoint(parsing: stack.tritonAddress) else { return [] }
            let loops = try EventLoopGroup(threadCount: 1, name: "triton")
            defer { loops.shutDown() }
            var configuration = GRPCChannel.Configuration()
            configuration.tls = tls
            let channel = GRPCChannel(endpoint: endpoint, configuration: configuration, eventLoops: loops)
            defer { channel.close() }
            var random = SeededRandom(seed: 29)
            func noise(_ name: String, _ count: Int64) -> Tensor {
                let values = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
                let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
                return Tensor(name: name, datatype: .fp32, shape: [1, count], bytes: bytes[...])
            }
            let inputs = [
                noise("image_embedding", 512), noise("text_embedding", 768), noise("context", 16), noise("presence", 2),
            ]
            let request = InferenceRequest(
                model: "fusion",
                inputs: inputs,
                outputs: ["class_probabilities", "fusion_version"]
            )
            let response = try await TritonBackend(channel: channel).infer(request, deadline: Deadline(.now + .seconds(30)))
            return response.outputs
        }
    }
}
