import ModerationCore

/// The file that keeps one bank over a restart: what lookups need of it, and nothing else.
///
/// All numbers are little-endian. The file is the eight bytes "HOLSTERB", a 32-bit version (1), and blocks. A block is its type (32 bits), the number
/// of its payload's bytes (32 bits, at most 1 MiB), the CRC-32 of those two numbers and the payload (32 bits), and the payload. In payloads, a
/// text is its number of bytes (16 bits) and its UTF-8. In this order:
///
/// | type | payload |
/// |---|---|
/// | 1, once | the bank: texts name, kind, fingerprint kind, state; a byte that says whether a text with the pixel mode follows, and the same for the stamp; radius, epoch, when the bank last equalled Redis (milliseconds since 1970), number of entries (64 bits each) |
/// | 2, any number | texts: reasons, numbered from 0 through all blocks |
/// | 3, any number | entries, one after the other: the fingerprint's 8 or 32 bytes as its hexadecimal digits stand; a byte of flags (the low two bits: 0 live, 1 shadow, 2 quarantined; 4: expires; 8: quarantined by the writing process while the bank says live); the reason's number (32 bits); the expiry in milliseconds where there is one (64 bits); a text: the id |
/// | 4, once | the end: the number of entries (64 bits) |
///
/// A reason stands before the entries that name it. Blocks of types 2 and 3 alternate as the bank's rows need them.
enum BankFileFormat {
    static let magic: [UInt8] = Array("HOLSTERB".utf8)
    static let version: UInt32 = 1
    static let headByteCount = 12
    static let blockHeadByteCount = 12
    static let payloadByteLimit = 1 << 20

    enum BlockType: UInt32 { case bank = 1, reasons, entries, end }

    struct Flags {
        static let stateMask: UInt8 = 3
        static let expires: UInt8 = 4
        static let quarantinedHere: UInt8 = 8
    }

    static func code(_ state: BankEntry.State) -> UInt8 {
        switch state {
        case .live: 0
        case .shadow: 1
        case .quarantined: 2
        }
    }

    static func state(_ code: UInt8) -> BankEntry.State? {
        switch code {
        case 0: .live
        case 1: .shadow
        case 2: .quarantined
        default: nil
        }
    }
}
