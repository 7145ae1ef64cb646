import Glibc

/// Why a bank's file cannot be used.
public enum BankFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the operating system said.
    case system(operation: String, code: Int32)
    /// Cut short: a bank is only whole with its end.
    case truncated
    case notABank
    case unknownVersion(UInt32)
    /// The checksum of the block that begins at this byte is another one.
    case corrupt(offset: Int64)
    /// A block that says what none may, and which.
    case malformed(offset: Int64, String)

    public var description: String {
        switch self {
        case .system(let operation, let code): "\(operation): \(String(cString: strerror(code)))"
        case .truncated: "the file is cut short"
        case .notABank: "not the file of a bank"
        case .unknownVersion(let version):
            "written in version \(version) of the format, this program reads version \(BankFileFormat.version)"
        case .corrupt(let offset): "damaged at byte \(offset)"
        case .malformed(let offset, let what): "the block at byte \(offset) has \(what)"
        }
    }
}
