/// Both axes of a resize, as they run through the picture as it is stored.
///
/// The orientation costs nothing: weights are made for the upright picture and read the stored one backwards, or along the other side.
struct PictureAxes {
    let columns: KernelAxis
    let rows: KernelAxis
    /// Whether the stored picture is resized down before across.
    let goesDownFirst: Bool
    /// Whether the result comes out with its sides swapped.
    let isTransposed: Bool

    /// `across` and `down` are those of the upright picture; `isCoarse` allows coarse weights.
    init(
        filter: ResamplingFilter,
        across: AxisSpan,
        down: AxisSpan,
        orientation: PhotoOrientation,
        isCoarse: Bool = false
    ) {
        let x = Self.axis(filter, across, isMirrored: orientation.mirrorsAcross, isCoarse: isCoarse)
        let y = Self.axis(filter, down, isMirrored: orientation.mirrorsDown, isCoarse: isCoarse)
        isTransposed = orientation.swapsSides
        (columns, rows) = isTransposed ? (y, x) : (x, y)
        goesDownFirst = Self.pillowGoesDownFirst(across, down) != isTransposed
    }

    private static func axis(_ filter: ResamplingFilter, _ span: AxisSpan, isMirrored: Bool, isCoarse: Bool) -> KernelAxis {
        let key = AxisCache.Key(kind: .filter(filter), span: span, isMirrored: isMirrored, isCoarse: isCoarse)
        return AxisCache.shared.axis(key) {
            KernelAxis(ResamplingWeights(filter: filter, span: span), isMirrored: isMirrored, isCoarse: isCoarse)
        }
    }

    /// Across first, except where the height shrinks by more than twice as many pixels as the width: there Pillow goes down first since
    /// version 13 (its pull request 9549; the exact rule was found by experiment). Older versions differ by a rounding on such photos.
    private static func pillowGoesDownFirst(_ across: AxisSpan, _ down: AxisSpan) -> Bool {
        let heightLoss = down.inputCount - down.outputCount
        return heightLoss > 0 && heightLoss > 2 * (across.inputCount - across.outputCount)
    }
}

extension PhotoOrientation {
    /// Whether the upright picture's rows run against the stored side that they lie along.
    var mirrorsAcross: Bool {
        switch self {
        case .mirrored, .upsideDown, .turnedLeft, .transversed: true
        case .upright, .flipped, .transposed, .turnedRight: false
        }
    }

    /// The same for the upright picture's columns.
    var mirrorsDown: Bool {
        switch self {
        case .upsideDown, .flipped, .transversed, .turnedRight: true
        case .upright, .mirrored, .transposed, .turnedLeft: false
        }
    }
}
