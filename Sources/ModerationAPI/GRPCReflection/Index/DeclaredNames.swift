/// Collects the full names that one file declares: messages, fields, oneofs, enumerations and their values, services, methods, extensions.
struct DeclaredNames {
    enum Kind: Sendable, Equatable { case message, service, other }

    private(set) var names: [(name: String, kind: Kind)] = []
    /// What the file adds to messages; the extendee's name has no leading dot.
    private(set) var extensions: [(extendee: String, number: Int32)] = []

    init(_ file: GoogleProtobuf.FileDescriptorProto) {
        let scope = file.package
        for message in file.messageType { add(message, in: scope) }
        for enumeration in file.enumType { add(enumeration, in: scope) }
        for field in file.extension { addExtension(field, in: scope) }
        for service in file.service {
            let name = add(service.name, in: scope, .service)
            for method in service.method { add(method.name, in: name, .other) }
        }
    }

    @discardableResult
    private mutating func add(_ name: String, in scope: String, _ kind: Kind) -> String {
        let fullName = scope.isEmpty ? name : "\(scope).\(name)"
        names.append((fullName, kind))
        return fullName
    }

    /// Recursion is as deep as the reader let messages be nested.
    private mutating func add(_ message: GoogleProtobuf.DescriptorProto, in scope: String) {
        let name = add(message.name, in: scope, .message)
        for field in message.field { add(field.name, in: name, .other) }
        for oneof in message.oneofDecl { add(oneof.name, in: name, .other) }
        for nested in message.nestedType { add(nested, in: name) }
        for enumeration in message.enumType { add(enumeration, in: name) }
        for field in message.extension { addExtension(field, in: name) }
    }

    /// The values of an enumeration are its neighbours, not its members, as in C++.
    private mutating func add(_ enumeration: GoogleProtobuf.EnumDescriptorProto, in scope: String) {
        add(enumeration.name, in: scope, .other)
        for value in enumeration.value { add(value.name, in: scope, .other) }
    }

    private mutating func addExtension(_ field: GoogleProtobuf.FieldDescriptorProto, in scope: String) {
        add(field.name, in: scope, .other)
        let extendee = field.extendee.hasPrefix(".") ? String(field.extendee.dropFirst()) : field.extendee
        extensions.append((extendee, field.number))
    }
}
