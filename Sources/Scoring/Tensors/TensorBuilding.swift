import ModerationCore

extension Tensor {
    /// The element count of `values` must be the product of `shape`; callers pass both from one source.
    static func fp32(_ name: String, shape: [Int], _ values: [Float]) -> Tensor {
        Tensor(name: name, datatype: .fp32, shape: shape.map(Int64.init), bytes: littleEndian(values.map(\.bitPattern)))
    }

    static func int64(_ name: String, shape: [Int], _ values: [Int64]) -> Tensor {
        Tensor(name: name, datatype: .int64, shape: shape.map(Int64.init), bytes: littleEndian(values))
    }

    /// `pixels` UINT8 [n,224,224,3]; a single photo's bytes are not copied.
    static func pixels(_ photos: [ScoringPhoto]) -> Tensor {
        let side = Int64(PixelBuffer.side)
        let bytes: ArraySlice<UInt8>
        if let photo = photos.first, photos.count == 1 {
            bytes = photo.pixels.bytes[...]
        } else {
            var joined: [UInt8] = []
            joined.reserveCapacity(photos.count * PixelBuffer.byteCount)
            for photo in photos { joined.append(contentsOf: photo.pixels.bytes) }
            bytes = joined[...]
        }
        return Tensor(
            name: ModelContract.Name.pixels,
            datatype: .uint8,
            shape: [Int64(photos.count), side, side, 3],
            bytes: bytes
        )
    }

    private static func littleEndian(_ values: [some FixedWidthInteger]) -> ArraySlice<UInt8> {
        values.map(\.littleEndian).withUnsafeBytes { Array($0)[...] }
    }
}

/// `input_ids` and `attention_mask` INT64 [1,n], padded.
struct TokenTensors {
    let ids: Tensor
    let mask: Tensor

    /// Pads with id 0 and mask 0 to a multiple of `padding`, at most `maximumCount`; surplus ids are cut.
    init(_ text: TokenizedText, padding: Int, maximumCount: Int) {
        let used = min(text.ids.count, maximumCount)
        let padded = min((used + padding - 1) / padding * padding, max(maximumCount, used))
        let tail = [Int64](repeating: 0, count: padded - used)
        ids = .int64(ModelContract.Name.inputIDs, shape: [1, padded], text.ids.prefix(used) + tail)
        mask = .int64(ModelContract.Name.attentionMask, shape: [1, padded], [Int64](repeating: 1, count: used) + tail)
    }
}
