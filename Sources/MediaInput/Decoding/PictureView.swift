import CPixelKernels

/// A picture that somebody else owns: RGB, 8 bits each, interleaved, row-major, no padding between rows; valid only inside the call that
/// hands it out.
///
/// Behind the last row stand at least ``slackByteCount`` readable bytes: the vector kernels load whole registers.
package struct PictureView {
    package static let slackByteCount = Int(HOLSTER_PIXEL_SLACK)

    let base: UnsafePointer<UInt8>
    let width: Int
    let height: Int

    var rowByteCount: Int { width * 3 }
    var byteCount: Int { rowByteCount * height }
}
