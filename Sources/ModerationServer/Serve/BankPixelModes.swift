import MediaInput
import ModerationCore

extension PixelMode {
    /// The pixel mode that a bank's fingerprints are of; a bank that does not say is of the exact mode.
    package static func name(ofBank mode: String?) -> String { mode ?? BankMetadata.exactPixels }

    /// Banks whose fingerprints are of pixels made in another way than these, each as a remark for people. They match all the same: the
    /// same photo's pHash differs by 0 to 2 bits between the modes, which the radius bears.
    package func remarks(on banks: [BankStatus]) -> [String] {
        banks.filter { Self.name(ofBank: $0.pixelMode) != rawValue }.map {
            "\($0.name) has fingerprints of \(Self.name(ofBank: $0.pixelMode)) pixels, this server makes \(rawValue) ones"
        }
    }
}
