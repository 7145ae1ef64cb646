import CLibFuzzer
import MediaInput

/// Any bytes are a photo or a `PhotoError`, and a photo that is read has the shape it says; small limits keep each run short. The fast mode
/// gets larger ones, since it decodes large pictures otherwise.
private func fuzzPhoto(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var limits = PhotoReader.Limits()
    let isFast = count % 4 == 1
    limits.maxPixelCount = isFast ? 1 << 20 : 1 << 16
    limits.maxScannedPixelCount = isFast ? 1 << 21 : 1 << 19
    let reader = PhotoReader(mode: isFast ? .fast : .exact, fingerprintsPDQ: true, limits: limits)
    var file = Array(UnsafeBufferPointer(start: start, count: count))
    // A wrong check sum ends a PNG early: half of the inputs have theirs set right, so that what is behind it is reached.
    if count % 2 == 0 { repairCheckSums(&file) }
    guard let photo = try? reader.read(file[...]) else { return 0 }
    precondition(photo.width > 0 && photo.height > 0 && photo.width * photo.height <= limits.maxPixelCount)
    if count % 8 == 0 { precondition((try? reader.rendering(of: file[...], maxSide: 64)) != nil) }
    return 0
}

private func repairCheckSums(_ file: inout [UInt8]) {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return }
    var offset = 8
    while offset + 12 <= file.count {
        let length = file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
        let end = offset + 8 + length
        guard end + 4 <= file.count else { return }
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in file[(offset + 4)..<end] {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for index in 0..<4 { file[end + index] = UInt8(truncatingIfNeeded: ~sum >> (24 - 8 * index)) }
        offset = end + 4
    }
}

@_cdecl("PhotoFuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, fuzzPhoto)
}
