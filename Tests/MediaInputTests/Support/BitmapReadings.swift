import MediaInput
import ModerationCore

/// What the reader makes of a picture that is decoded already.
extension Bitmap {
    func modelPixels(orientation: PhotoOrientation = .upright) -> [UInt8] {
        withPicture(orientation: orientation) { picture in
            [UInt8](unsafeUninitializedCapacity: PixelBuffer.byteCount) { target, count in
                guard let base = target.baseAddress else { return }
                var memory = ResamplerMemory()
                ModelPixels.write(picture, memory: &memory, into: base)
                count = PixelBuffer.byteCount
            }
        }
    }

    func perceptualHash(orientation: PhotoOrientation = .upright) -> PerceptualHash {
        withPicture(orientation: orientation) { picture in
            var memory = ResamplerMemory()
            return PerceptualHash(of: picture, memory: &memory)
        }
    }

    func pdqHash(orientation: PhotoOrientation = .upright) -> PDQHash {
        withPicture(orientation: orientation) { picture in
            var memory = ResamplerMemory()
            return PDQHash(of: picture, memory: &memory)
        }
    }
}
