/// A picture as its decoder left it, perhaps smaller than the photo, and how it is to be seen; valid as long as its view.
package struct DecodedPicture {
    let view: PictureView
    /// The photo's own size, as stored.
    let fullWidth: Int
    let fullHeight: Int
    let orientation: PhotoOrientation
    /// The decoder's scale is 1 / this: 1, 2, 4 or 8.
    let reduction: Int

    /// The axes of a resize of the upright picture; `outputs` is given a full side and the shorter one.
    func axes(
        filter: ResamplingFilter,
        isCoarse: Bool = false,
        outputs: (Int, Int) -> (count: Int, crop: Range<Int>)
    ) -> PictureAxes {
        let shorter = min(fullWidth, fullHeight)
        func span(_ stored: Int, _ full: Int, isMirrored: Bool) -> AxisSpan {
            let (count, crop) = outputs(full, shorter)
            let length = Double(full) / Double(reduction)
            return AxisSpan(
                inputCount: stored,
                inputLength: length,
                isMirrored: isMirrored,
                outputCount: count,
                outputs: crop
            )
        }
        let isCrossed = orientation.swapsSides
        let (mirrorsX, mirrorsY) =
            isCrossed
            ? (orientation.mirrorsDown, orientation.mirrorsAcross) : (orientation.mirrorsAcross, orientation.mirrorsDown)
        let x = span(view.width, fullWidth, isMirrored: mirrorsX)
        let y = span(view.height, fullHeight, isMirrored: mirrorsY)
        return PictureAxes(
            filter: filter,
            across: isCrossed ? y : x,
            down: isCrossed ? x : y,
            orientation: orientation,
            isCoarse: isCoarse
        )
    }
}
