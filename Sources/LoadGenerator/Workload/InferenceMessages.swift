internal import EvasionGate
package import GRPCTransport
internal import ModerationCore
package import TritonAdapter

/// Requests of a model's own inputs, made from what the server says of them: tensors straight at Triton, without an orchestrator.
package struct InferenceMessages: Sendable {
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Different ones, sent in turn.
    private static let messageCount = 16
    private static let maximumByteCount = 64 << 20

    package static let path = KServe.modelInfer.path
    package let messages: [GRPCMessage]

    /// `rowCount` is the batch of each request. `shapes` gives, for inputs whose dimensions vary, all of them but the batch. The same seed makes the
    /// same tensors: UINT8 of every value, INT64 of 0 and 1, floats from 0.5 to 1.
    package init(
        for model: ModelDescription,
        version: String? = nil,
        rowCount: Int64 = 1,
        shapes: [String: [Int64]] = [:],
        seed: UInt64 = 1
    ) throws(Problem) {
        if let unknown = shapes.keys.first(where: { name in !model.inputs.contains { $0.name == name } }) {
            let names = model.inputs.map(\.name).joined(separator: ", ")
            throw Problem(description: "'\(unknown)': no input of \(model.name), which has \(names)")
        }
        var messages: [GRPCMessage] = []
        for number in 0..<Self.messageCount {
            var random = MutationRandom(seed: seed, sample: "tensors \(number)")
            var inputs: [Tensor] = []
            for input in model.inputs {
                inputs.append(try Self.tensor(input, rowCount, shapes[input.name], &random))
            }
            let request = InferenceRequest(
                model: model.name,
                version: version,
                inputs: inputs,
                outputs: model.outputs.map(\.name)
            )
            do throws(InferenceFailure) {
                messages.append(GRPCMessage(segments: try KServe.ModelInferRequest(request).encoded().segments))
            } catch {
                throw Problem(description: "\(model.name): \(error)")
            }
        }
        self.messages = messages
    }

    private static func tensor(
        _ input: ModelDescription.Tensor,
        _ rowCount: Int64,
        _ given: [Int64]?,
        _ random: inout MutationRandom
    ) throws(Problem) -> Tensor {
        guard let datatype = TensorDatatype(rawValue: input.datatype), let width = datatype.byteWidth else {
            throw Problem(
                description: "'\(input.name)': tensors of \(input.datatype) cannot be made; send messages of your own by --method"
            )
        }
        // -1 in front is the batch, of a model that batches.
        let isBatched = input.shape.first == -1
        let rest = given ?? Array(isBatched ? input.shape.dropFirst() : input.shape[...])
        guard rest.allSatisfy({ $0 > 0 }) else {
            throw Problem(
                description: "'\(input.name)': its shape \(input.shape) varies; say it, such as --input-shape \(input.name):128"
            )
        }
        let shape = isBatched ? [rowCount] + rest : rest
        guard let count = TensorLayout.elementCount(of: shape), count <= maximumByteCount / width else {
            throw Problem(description: "'\(input.name)': \(shape) is more than \(maximumByteCount) bytes")
        }
        let bytes = Self.bytes(datatype, count, &random)
        return Tensor(name: input.name, datatype: datatype, shape: shape, bytes: bytes[...])
    }

    private static func bytes(_ datatype: TensorDatatype, _ count: Int, _ random: inout MutationRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count * (datatype.byteWidth ?? 1))
        for _ in 0..<count {
            let bits = random.next()
            switch datatype {
            case .uint8: bytes.append(UInt8(truncatingIfNeeded: bits))
            case .int64: bytes += [UInt8(bits & 1), 0, 0, 0, 0, 0, 0, 0]
            // From 0.5 to 1: the exponent is one less than the bias, and the fraction is chance (IEEE 754, 3.4).
            case .fp32: withUnsafeBytes(of: (UInt32(126) << 23 | UInt32(bits & 0x7F_FFFF)).littleEndian) { bytes += $0 }
            case .fp16: withUnsafeBytes(of: (UInt16(14) << 10 | UInt16(bits & 0x3FF)).littleEndian) { bytes += $0 }
            case .bytes: break
            }
        }
        return bytes
    }
}
