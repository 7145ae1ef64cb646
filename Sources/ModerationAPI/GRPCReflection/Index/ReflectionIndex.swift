import ProtobufWire

/// Descriptors by what clients ask for: a file's name, a declared name, an extension. Made once and never changed.
///
/// Files stay the bytes that they were; only the names in them are read. The answers are those of grpcio-reflection, and methods are found
/// besides, as `reflection.proto` promises.
public struct ReflectionIndex: Sendable {
    private struct File: Sendable, Equatable {
        let bytes: ArraySlice<UInt8>
        let imports: [String]
    }

    private struct Symbol: Sendable, Equatable {
        let file: String
        let kind: DeclaredNames.Kind
    }

    private struct Extension: Sendable, Equatable {
        let file: String
        let number: Int32
    }

    /// Full names, in their order.
    public let services: [String]
    // Keyed by bytes: to a dictionary of strings the Kelvin sign would be a K.
    private var files: ProtobufMap<File> = [:]
    private var symbols: ProtobufMap<Symbol> = [:]
    /// By extendee, in rising order of numbers.
    private var extensions: ProtobufMap<[Extension]> = [:]

    /// `files` are serialised `FileDescriptorProto`s in any order, `services` the full names that the server answers for. Throws where the
    /// files do not hold together; never traps.
    public init(files: [ArraySlice<UInt8>], services: [String]) throws(ReflectionIndexError) {
        self.services = services.sorted()
        for bytes in files { try add(bytes) }
        for (name, file) in self.files.entries {
            for imported in file.imports where self.files[imported] == nil { throw .missingImport(imported, of: name) }
        }
        for service in services where symbols[service]?.kind != .service { throw .unknownService(service) }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) throws(ReflectionIndexError) {
        let file: GoogleProtobuf.FileDescriptorProto
        do { file = try GoogleProtobuf.FileDescriptorProto(decoding: bytes) } catch { throw .unreadable(error) }
        guard files[file.name] == nil else { throw .fileTwice(file.name) }
        files[file.name] = File(bytes: bytes, imports: file.dependency)
        let declared = DeclaredNames(file)
        for (name, kind) in declared.names {
            guard symbols[name] == nil else { throw .symbolTwice(name) }
            symbols[name] = Symbol(file: file.name, kind: kind)
        }
        for (extendee, number) in declared.extensions {
            let known = extensions[extendee] ?? []
            extensions[extendee] = (known + [Extension(file: file.name, number: number)]).sorted { $0.number < $1.number }
        }
    }

    /// The file and all that it imports, the file first; `nil` where there is none of the name.
    public func file(named name: String) -> [ArraySlice<UInt8>]? {
        guard files[name] != nil else { return nil }
        var found: ProtobufMap<Bool> = [:]
        var answer: [ArraySlice<UInt8>] = []
        // Files that are still to be visited, the next one last: the order is that of visiting depth first.
        var waiting = [name]
        while let next = waiting.popLast() {
            guard found[next] == nil, let file = files[next] else { continue }
            found[next] = true
            answer.append(file.bytes)
            waiting.append(contentsOf: file.imports.reversed())
        }
        return answer
    }

    /// The file that declares the full name, with all that it imports.
    public func file(declaring symbol: String) -> [ArraySlice<UInt8>]? {
        symbols[symbol].flatMap { file(named: $0.file) }
    }

    /// The file that extends the message with a field of the number, with all that it imports.
    public func file(extending message: String, number: Int32) -> [ArraySlice<UInt8>]? {
        guard isMessage(message) else { return nil }
        return extensions[message]?.first { $0.number == number }.flatMap { file(named: $0.file) }
    }

    /// Rising; empty for a message that nobody extends, `nil` for what is no message.
    public func extensionNumbers(of message: String) -> [Int32]? {
        isMessage(message) ? (extensions[message] ?? []).map(\.number) : nil
    }

    private func isMessage(_ name: String) -> Bool { symbols[name]?.kind == .message }
}
