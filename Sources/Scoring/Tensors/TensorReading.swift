import ModerationCore

/// Reads what a model answered; whatever does not fit the contract is ``ScoringFailure/invalidOutput`` naming the tensor.
extension InferenceResponse {
    /// The output `name` after its presence, datatype, shape and byte count were checked.
    func checked(_ name: String, _ datatype: TensorDatatype, shape: [Int]) throws(RungFailure) -> Tensor {
        guard let tensor = outputs.first(where: { $0.name == name }) else {
            throw RungFailure(.invalidOutput, "\(model): output '\(name)' is missing")
        }
        guard tensor.datatype == datatype else {
            throw RungFailure(.invalidOutput, "\(model): '\(name)' is \(tensor.datatype.rawValue), not \(datatype.rawValue)")
        }
        guard tensor.shape == shape.map(Int64.init) else {
            throw RungFailure(.invalidOutput, "\(model): '\(name)' has shape \(tensor.shape), not \(shape)")
        }
        let byteCount = shape.reduce(datatype.byteWidth ?? 0, *)
        guard tensor.bytes.count == byteCount else {
            throw RungFailure(.invalidOutput, "\(model): '\(name)' has \(tensor.bytes.count) bytes, not \(byteCount)")
        }
        return tensor
    }

    /// Row-major FP32 values, all finite.
    func floats(_ name: String, shape: [Int]) throws(RungFailure) -> [Float] {
        let tensor = try checked(name, .fp32, shape: shape)
        let values = tensor.bytes.withUnsafeBytes { raw in
            (0..<(raw.count / 4)).map {
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
        guard values.allSatisfy(\.isFinite) else {
            throw RungFailure(.invalidOutput, "\(model): '\(name)' holds NaN or infinity")
        }
        return values
    }

    /// The version a model reports of itself: INT64 [batch,1], the same positive number in every row.
    func version(_ name: String, batch: Int) throws(RungFailure) -> Int64 {
        let tensor = try checked(name, .int64, shape: [batch, 1])
        let values = tensor.bytes.withUnsafeBytes { raw in
            (0..<(raw.count / 8)).map { Int64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: Int64.self)) }
        }
        guard let first = values.first, first > 0, values.allSatisfy({ $0 == first }) else {
            throw RungFailure(.invalidOutput, "\(model): '\(name)' is \(values), not one positive version")
        }
        return first
    }

    /// `class_probabilities` FP32 [batch,9], one distribution a row.
    func distributions(batch: Int) throws(RungFailure) -> [ClassProbabilities] {
        let width = ContentClass.allCases.count
        let values = try floats(ModelContract.Name.classProbabilities, shape: [batch, width])
        var rows: [ClassProbabilities] = []
        for start in stride(from: 0, to: values.count, by: width) {
            guard let row = ClassProbabilities(Array(values[start..<(start + width)])) else {
                throw RungFailure(.invalidOutput, "\(model): row \(rows.count) of 'class_probabilities' is no distribution")
            }
            rows.append(row)
        }
        return rows
    }
}
