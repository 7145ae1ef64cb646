import CPixelKernels

/// Pillow's 8-bit resize: two passes, rounded to 8 bits between them; bit for bit, for the rows and columns asked for only.
///
/// The kernels are unchecked. They are sound because an axis names inputs below its `inputCount` only, which callers make from the
/// picture's own sides, and because every buffer ends in ``PictureView/slackByteCount`` readable bytes.
enum Resampler {
    private static let slack = PictureView.slackByteCount
    /// The grey kernel makes this many rows at a time.
    private static let rowsAtOnce = 4

    /// RGB interleaved and upright; `target` takes 3 × the outputs across × the outputs down.
    static func colour(
        _ picture: PictureView,
        axes: PictureAxes,
        memory: inout ResamplerMemory,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        guard axes.isTransposed else { return stored(picture, axes, &memory, target) }
        let (width, height) = (axes.columns.count, axes.rows.count)
        let aside = memory.stored.bytes(width * height * 3 + slack)
        stored(picture, axes, &memory, aside)
        transpose(aside, width: width, height: height, into: target)
    }

    /// In the stored picture's order of rows and columns.
    private static func stored(
        _ picture: PictureView,
        _ axes: PictureAxes,
        _ memory: inout ResamplerMemory,
        _ target: UnsafeMutablePointer<UInt8>
    ) {
        let (columns, rows) = (axes.columns, axes.rows)
        let narrow = columns.count * 3
        let corner = picture.base + rows.inputs.lowerBound * picture.rowByteCount + 3 * columns.inputs.lowerBound
        if axes.goesDownFirst {
            let wide = columns.inputs.count * 3
            let between = memory.between.bytes(rows.count * wide + slack)
            down(corner, picture.rowByteCount, rows, into: between, wide)
            across(between, wide, rows.count, columns, &memory.layout, into: target)
        } else {
            let between = memory.between.bytes(rows.inputs.count * narrow + slack)
            across(corner, picture.rowByteCount, rows.inputs.count, columns, &memory.layout, into: between)
            down(between, narrow, rows, into: target, narrow)
        }
    }

    private static func across(
        _ source: UnsafePointer<UInt8>,
        _ stride: Int,
        _ rowCount: Int,
        _ columns: KernelAxis,
        _ memory: inout ScratchMemory,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let narrow = columns.count * 3
        if let coarse = columns.coarse, coarse.fitsAcross {
            let layout = memory.bytes(columns.coarseLayoutByteCount)
            inBlocks(of: Int(HOLSTER_COARSE_ROWS), rowCount, coarse.axis) { row, count, axis in
                holster_across_rgb_coarse(source + row * stride, stride, count, axis, layout, target + row * narrow, narrow)
            }
        } else {
            let layout = memory.elements(of: Int16.self, columns.layoutSampleCount)
            inBlocks(of: Int(HOLSTER_RGB_ROWS), rowCount, columns.axis) { row, count, axis in
                holster_across_rgb(source + row * stride, stride, count, axis, layout, target + row * narrow, narrow)
            }
        }
    }

    private static func down(
        _ source: UnsafePointer<UInt8>,
        _ stride: Int,
        _ rows: KernelAxis,
        into target: UnsafeMutablePointer<UInt8>,
        _ byteCount: Int
    ) {
        if let coarse = rows.coarse, coarse.fitsDown {
            inBlocks(of: 1, rows.count, coarse.axis) { row, _, axis in
                holster_down_coarse(source, stride, axis, Int32(row), target + row * byteCount, Int32(byteCount))
            }
        } else {
            inBlocks(of: 1, rows.count, rows.axis) { row, _, axis in
                holster_down(source, stride, axis, Int32(row), target + row * byteCount, Int32(byteCount))
            }
        }
    }

    private static func inBlocks<Axis>(
        of blockSize: Int,
        _ rowCount: Int,
        _ axis: Axis,
        _ body: (_ row: Int, _ count: Int32, UnsafePointer<Axis>) -> Void
    ) {
        withUnsafePointer(to: axis) { axis in
            for row in stride(from: 0, to: rowCount, by: blockSize) { body(row, Int32(min(blockSize, rowCount - row)), axis) }
        }
    }

    /// Luma (ITU-R 601, as Pillow's `convert("L")` rounds it), resized; row-major in the *stored* order, `columns.count` a row.
    static func luma(
        _ picture: PictureView,
        axes: PictureAxes,
        memory: inout ResamplerMemory,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let (columns, rows) = (axes.columns, axes.rows)
        if axes.goesDownFirst {
            let plane = memory.stored.bytes(picture.width * picture.height + slack)
            for row in 0..<picture.height {
                holster_luma8(picture.base + row * picture.rowByteCount, Int32(picture.width), plane + row * picture.width)
            }
            let low = memory.between.bytes(rows.count * picture.width + slack)
            down(plane + rows.inputs.lowerBound * picture.width, picture.width, rows, into: low, picture.width)
            greyAcross(rows.count, columns, picture.width, &memory.luma, into: target) { row, samples in
                holster_widen(low + row * picture.width, Int32(picture.width), samples)
            }
        } else {
            let narrow = memory.between.bytes(rows.inputs.count * columns.count + slack)
            let corner = picture.base + rows.inputs.lowerBound * picture.rowByteCount
            greyAcross(rows.inputs.count, columns, picture.width, &memory.luma, into: narrow) { row, samples in
                holster_luma16(corner + row * picture.rowByteCount, Int32(picture.width), samples)
            }
            down(narrow, columns.count, rows, into: target, columns.count)
        }
    }

    private static func greyAcross(
        _ rowCount: Int,
        _ columns: KernelAxis,
        _ width: Int,
        _ memory: inout ScratchMemory,
        into target: UnsafeMutablePointer<UInt8>,
        readRow: (Int, UnsafeMutablePointer<Int16>) -> Void
    ) {
        let stride = width + slack
        let samples = memory.elements(of: Int16.self, rowsAtOnce * stride)
        let source = samples + columns.inputs.lowerBound
        inBlocks(of: rowsAtOnce, rowCount, columns.axis) { row, count, axis in
            for index in 0..<Int(count) { readRow(row + index, samples + index * stride) }
            holster_across_grey(source, stride, count, axis, target + row * columns.count, columns.count)
        }
    }

    /// Swaps the sides of an RGB picture of `width` × `height`.
    private static func transpose(
        _ source: UnsafePointer<UInt8>,
        width: Int,
        height: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let tile = 16
        for top in stride(from: 0, to: height, by: tile) {
            for left in stride(from: 0, to: width, by: tile) {
                for y in top..<min(top + tile, height) {
                    for x in left..<min(left + tile, width) {
                        let (from, to) = (source + 3 * (y * width + x), target + 3 * (x * height + y))
                        to[0] = from[0]
                        to[1] = from[1]
                        to[2] = from[2]
                    }
                }
            }
        }
    }
}
