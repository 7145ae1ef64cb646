/// A listing file that cannot be used: names the file or field, and what is wrong with it.
public struct ListingDocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
