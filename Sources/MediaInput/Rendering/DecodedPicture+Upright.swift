extension DecodedPicture {
    /// The picture by itself and upright, its longer side at most `maxSide` pixels; `nil` where that is no picture.
    ///
    /// Bicubic, which leaves a picture that keeps its size as it is.
    package func upright(maxSide: Int, memory: inout ResamplerMemory) -> Bitmap? {
        let longer = max(fullWidth, fullHeight)
        func outputs(_ side: Int) -> Int { longer > maxSide ? max(1, (side * maxSide + longer / 2) / longer) : side }
        let axes = axes(filter: .bicubic) { side, _ in (outputs(side), 0..<outputs(side)) }
        let (width, height) =
            axes.isTransposed ? (axes.rows.count, axes.columns.count) : (axes.columns.count, axes.rows.count)
        let byteCount = width * height * 3
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { target, initializedCount in
            guard let base = target.baseAddress else { return }
            Resampler.colour(view, axes: axes, memory: &memory, into: base)
            initializedCount = byteCount
        }
        return Bitmap(width: width, height: height, bytes: bytes)
    }
}
