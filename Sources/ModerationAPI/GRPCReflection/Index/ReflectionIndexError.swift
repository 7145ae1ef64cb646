public import ProtobufWire

/// Why descriptors cannot be indexed.
public enum ReflectionIndexError: Error, Sendable, Equatable {
    /// The text is not base64.
    case notBase64
    /// The bytes are no `FileDescriptorProto`.
    case unreadable(ProtobufError)
    /// Two files have this name.
    case fileTwice(String)
    /// Two declarations have this full name.
    case symbolTwice(String)
    /// A file imports one that is not there.
    case missingImport(String, of: String)
    /// No file declares a service of this name.
    case unknownService(String)
}
