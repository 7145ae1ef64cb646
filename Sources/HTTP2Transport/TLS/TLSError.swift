/// TLS that cannot be set up: which file, and why.
///
/// Never carries what a file holds, only its path.
public struct TLSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file at fault; `nil` where no single file is.
    public let file: String?
    public let reason: String

    package init(file: String? = nil, reason: String) {
        self.file = file
        self.reason = reason
    }

    public var description: String { file.map { "\($0): \(reason)" } ?? "TLS: \(reason)" }
}
