"""What the hand-rolled codecs say: reads `encode(to:)`, `decodeField` and the method constants of the Swift sources into the same tables.

It knows the regular shape in which codecs are written, and nothing else: a line that it does not understand is an error, never skipped.
"""
import re
from dataclasses import dataclass, field

from proto_descriptors import Field, Tables

SCALAR_TYPES = {
    "string": "String", "bytes": "ArraySlice<UInt8>", "bool": "Bool", "int32": "Int32", "int64": "Int64", "uint32": "UInt32",
    "uint64": "UInt64", "double": "Double", "float": "Float",
}
REPEATED = {kind + "s": kind for kind in SCALAR_TYPES if kind != "bytes"} | {"byteStrings": "bytes", "enumerations": "enumeration", "messages": "message"}
# How a method constant's type streams: client, server.
METHOD_TYPES = {
    "UnaryMethod": (False, False), "KServeMethod": (False, False), "ServerStreamingMethod": (False, True),
    "ClientStreamingMethod": (True, False), "BidirectionalMethod": (True, True),
}
KSERVE_SERVICE = "/inference.GRPCInferenceService/"

ACCESS = r"(?:(?:public|package) )?"
NAME = r"(`?[A-Za-z_]\w*`?)"
CONFORMANCE = re.compile(r"\b(?:struct|class|enum|extension|actor)\s+[\w.]+\s*(?:<[^{]*?>)?\s*:[^{]*\bProtobuf(?:Message|Enumeration)\b")
CODEC_FUNCTION = re.compile(r"func (?:encode\(to \w+: inout ProtobufWriter|decodeField\()")


class NotUnderstood(Exception):
    pass


@dataclass
class Codec:
    path: tuple  # ("HolsterV1", "Verdict")
    name: str = ""
    properties: dict = field(default_factory=dict)  # property -> Swift type
    cases: dict = field(default_factory=dict)  # oneof's type name -> {case: payload type}
    written: list = field(default_factory=list)  # (number, kind, property, case or None, present)
    read: list = field(default_factory=list)  # (number, kind, property, case or None)


class Source:
    """The lines of one file without comments; positions are for messages to people."""

    def __init__(self, label, content):
        self.label = label
        self.lines = [strip_comment(line).rstrip() for line in content.splitlines()]

    def refuse(self, index, why="not a shape that this check understands"):
        line = self.lines[index].strip() if index < len(self.lines) else "end of file"
        raise NotUnderstood(f"{self.label}:{index + 1}: {why}: {line}")

    def end_of_block(self, start):
        """Index of the line that closes the block opened on the line `start`."""
        indent = re.match(r" *", self.lines[start]).group()
        for index in range(start + 1, len(self.lines)):
            if self.lines[index] == indent + "}":
                return index
        self.refuse(start, "a block without an end")


def strip_comment(line):
    inside = False
    for index, character in enumerate(line):
        if character == '"' and (index == 0 or line[index - 1] != "\\"):
            inside = not inside
        elif not inside and line.startswith("//", index):
            return line[:index]
    return line


class Reader:
    """Collects codecs file by file, then resolves type names."""

    def __init__(self):
        self.codecs = {}  # path -> Codec
        self.enumerations = {}  # path -> {number: name}
        self.methods = []  # (label, Swift namespace, type, request, response, path)
        self.service_names = []  # (label, name)

    def read(self, label, content):
        source = Source(label, content)
        plain = "\n".join(source.lines)
        if CONFORMANCE.search(plain):
            self.read_codecs(source)
        elif CODEC_FUNCTION.search(plain):
            raise NotUnderstood(f"{label}: writes or reads fields outside a ProtobufMessage")
        self.read_methods(label, plain)

    # Codecs

    def read_codecs(self, source):
        index = 0
        while index < len(source.lines):
            line = source.lines[index]
            extension = re.fullmatch(r"extension (\w+) \{", line)
            if not line or re.fullmatch(ACCESS + r"import \w+", line) or re.fullmatch(ACCESS + r"enum \w+ \{\}", line):
                index += 1
            elif extension:
                end = source.end_of_block(index)
                self.read_types(source, index + 1, end, (extension.group(1),))
                index = end + 1
            else:
                source.refuse(index)

    def read_types(self, source, index, end, scope):
        while index < end:
            if not source.lines[index]:
                index += 1
                continue
            block_end = self.read_type(source, index, scope)
            if block_end is None:
                source.refuse(index)
            index = block_end + 1

    def read_type(self, source, index, scope):
        """Reads a message or enumeration that begins here and returns its last line; None where none begins."""
        match = re.fullmatch(r" *" + ACCESS + r"struct (\w+): Protobuf(Message|Enumeration) \{", source.lines[index])
        if not match:
            return None
        path = scope + (match.group(1),)
        end = source.end_of_block(index)
        if path in self.codecs or path in self.enumerations:
            source.refuse(index, "a second codec of this name")
        if match.group(2) == "Message":
            self.read_message(source, index + 1, end, path)
        else:
            self.read_enumeration(source, index + 1, end, path)
        return end

    def read_enumeration(self, source, index, end, path):
        values = {}
        for position in range(index, end):
            line = source.lines[position].strip()
            value = re.fullmatch(ACCESS + r"static let " + NAME + rf" = {path[-1]}\(rawValue: (-?\d+)\)", line)
            if value:
                if int(value.group(2)) in values:
                    source.refuse(position, "a number used twice")
                values[int(value.group(2))] = value.group(1).strip("`")
            elif line and not re.fullmatch(
                ACCESS + r"(let rawValue: Int32|init\(rawValue: Int32\) \{ self\.rawValue = rawValue \})", line
            ):
                source.refuse(position)
        self.enumerations[path] = values

    def read_message(self, source, index, end, path):
        codec = Codec(path)
        self.codecs[path] = codec
        seen = set()
        while index < end:
            line = source.lines[index].strip()
            last = index
            name = re.fullmatch(ACCESS + r'static let protobufName = "([\w.]+)"', line)
            variable = re.fullmatch(ACCESS + r"var " + NAME + r"(?:: ([^={]+?))?(?: = ([^{]+))?", line)
            if not line:
                pass
            elif name:
                codec.name = name.group(1)
            elif variable:
                codec.properties[variable.group(1)] = variable.group(2) or self.inferred(source, index, variable.group(3))
            elif re.match(ACCESS + r"init\(", line):
                last = index if line.endswith("}") else source.end_of_block(index)
            elif re.match(ACCESS + r"func encode\(to writer: inout ProtobufWriter\) \{", line):
                seen.add("encode")
                last = index if line.endswith("{}") else source.end_of_block(index)
                self.read_encode(source, index + 1, last, codec)
            elif re.match(ACCESS + r"mutating func decodeField\(_ number: Int, from reader: inout ProtobufReader\) throws\(ProtobufError\) \{$", line):
                seen.add("decode")
                last = source.end_of_block(index)
                self.read_decode(source, index + 1, last, codec)
            elif re.fullmatch(ACCESS + r"enum \w+: Sendable, Equatable \{", line):
                last = source.end_of_block(index)
                self.read_cases(source, index, last, codec)
            else:
                last = self.read_type(source, index, path)
                if last is None:
                    source.refuse(index)
            index = last + 1
        if not codec.name or seen != {"encode", "decode"}:
            source.refuse(end, "a message without its name, encode or decodeField")

    def inferred(self, source, index, value):
        kinds = {'""': "String", "false": "Bool", "true": "Bool"}
        if value not in kinds:
            source.refuse(index, "a property whose type this check cannot tell")
        return kinds[value]

    def read_cases(self, source, index, end, codec):
        name = re.search(r"enum (\w+)", source.lines[index]).group(1)
        cases = codec.cases.setdefault(name, {})
        for position in range(index + 1, end):
            line = source.lines[position].strip()
            case = re.fullmatch(r"case " + NAME + r"\(([\w.<>]+)\)", line)
            if case:
                cases[case.group(1)] = case.group(2)
            elif line:
                source.refuse(position)

    def read_encode(self, source, index, end, codec):
        switched = None
        for position in range(index, end):
            line = source.lines[position].strip()
            write = re.fullmatch(r"writer\.(\w+)\((\d+), (present: )?" + NAME + r"\)", line)
            opening = re.fullmatch(r"switch " + NAME + r" \{", line)
            case = re.fullmatch(r"case \." + NAME + r"\(let value\): writer\.(\w+)\((\d+), (present: )?value\)", line)
            if not line or (switched and line == "case nil: break"):
                continue
            if write and not switched:
                codec.written.append((int(write.group(2)), write.group(1), write.group(4), None, bool(write.group(3))))
            elif opening and not switched:
                switched = opening.group(1)
            elif case and switched:
                codec.written.append((int(case.group(3)), case.group(2), switched, case.group(1), bool(case.group(4))))
            elif line == "}" and switched:
                switched = None
            else:
                source.refuse(position)

    def read_decode(self, source, index, end, codec):
        lines = [(position, source.lines[position].strip()) for position in range(index, end) if source.lines[position].strip()]
        if [line for _, line in lines] == ["try reader.skip()"]:
            return
        if not lines or lines[0][1] != "switch number {" or [line for _, line in lines[-2:]] != ["default: try reader.skip()", "}"]:
            source.refuse(index, "decodeField is not one switch over the number that skips what it does not know")
        lines = lines[1:-2]
        while lines:
            position, line = lines[0]
            taken = self.read_decode_case(line, [text for _, text in lines[1:5]], codec)
            if not taken:
                source.refuse(position)
            lines = lines[taken:]

    def read_decode_case(self, line, following, codec):
        """How many lines the case takes; 0 where it is not understood."""
        single = re.fullmatch(r"case (\d+): (?:self\.)?" + NAME + r" = try reader\.(\w+)\(\) \?\? (?:self\.)?" + NAME, line)
        into = re.fullmatch(r"case (\d+): try reader\.(\w+)\(into: &" + NAME + r"\)", line)
        choice = re.fullmatch(
            r"case (\d+): if let value = try reader\.(\w+)\(\) \{ " + NAME + r" = \." + NAME + r"\(value\) \}", line
        )
        alone = re.fullmatch(r"case (\d+):", line)
        if single and single.group(2) == single.group(4):
            codec.read.append((int(single.group(1)), single.group(3), single.group(2), None))
        elif into:
            codec.read.append((int(into.group(1)), into.group(2), into.group(3), None))
        elif choice:
            codec.read.append((int(choice.group(1)), choice.group(2), choice.group(3), choice.group(4)))
        elif alone:
            block = re.fullmatch(
                r"var value: ([\w.]+)\?\n"
                r"if case \.(?P<case>`?\w+`?)\(let current\) = (?P<property>\w+) \{ \(value, (?P=property)\) = \(current, nil\) \}\n"
                r"try reader\.message\(into: &value\)\n"
                r"if let value \{ (?P=property) = \.(?P=case)\(value\) \}",
                "\n".join(following),
            )
            if not block:
                return 0
            codec.read.append((int(alone.group(1)), "message", block["property"], block["case"]))
            return 5
        else:
            return 0
        return 1

    # Methods

    def read_methods(self, label, plain):
        pattern = re.compile(r'static let \w+ = (\w*Method)<\s*(\w+),\s*(\w+)\s*>\(\s*(?:path: )?"([^"]+)"\s*\)')
        found = list(pattern.finditer(plain))
        if len(found) != len(re.findall(r"= \w*Method(?:<|\()", plain)):
            raise NotUnderstood(f"{label}: a method constant in a shape that this check does not understand")
        literals = re.findall(r'"(/[\w.]+/\w+)"', plain)
        stray = set(literals) - {match.group(4) for match in found}
        if stray:
            raise NotUnderstood(f"{label}: {', '.join(sorted(stray))}: a method's path outside a method constant")
        for match in found:
            kind, request, response, path = match.groups()
            if kind not in METHOD_TYPES:
                raise NotUnderstood(f"{label}: {kind}: whether its calls stream is not known to dev/proto_swift.py")
            namespace = re.findall(r"^extension (\w+) \{", plain[: match.start()], re.M)
            self.methods.append((label, namespace[-1] if namespace else "", kind, request, response, path))
        for name in re.findall(r'static let (?:\w+N|n)ame = "([\w.]+)"', re.sub(r".*protobufName.*", "", plain)):
            self.service_names.append((label, name))

    # Resolution

    def tables(self, problems):
        """The tables of everything read; what is wrong within Swift alone is added to `problems`."""
        tables = Tables()
        packages = self.packages(problems)
        for path, values in self.enumerations.items():
            parent = self.codecs[path[:-1]].name if path[:-1] in self.codecs else packages.get(path[0], path[0])
            tables.enumerations[f"{parent}.{path[-1]}"] = values
        self.enumeration_names = {
            path: f"{self.codecs[path[:-1]].name if path[:-1] in self.codecs else packages.get(path[0], path[0])}.{path[-1]}"
            for path in self.enumerations
        }
        for codec in self.codecs.values():
            tables.messages[codec.name] = self.fields(codec, problems)
        for label, namespace, kind, request, response, path in self.methods:
            path = KSERVE_SERVICE + path if kind == "KServeMethod" else path
            types = [self.resolve((namespace,), name).removeprefix("message ") for name in (request, response)]
            if path in tables.methods:
                problems.append(f"{label}: {path} is there twice")
            tables.methods[path] = (*types, *METHOD_TYPES[kind])
        tables.services = {name for _, name in self.service_names}
        return tables

    def packages(self, problems):
        """Namespace -> protobuf package, from the names of its outermost messages."""
        packages = {}
        for path, codec in self.codecs.items():
            parent = self.codecs[path[:-1]].name if path[:-1] in self.codecs else packages.setdefault(path[0], codec.name.rpartition(".")[0])
            if codec.name != f"{parent}.{path[-1]}":
                problems.append(f"{'.'.join(path)}: protobufName is {codec.name}, expected {parent}.{path[-1]}")
        return packages

    def resolve(self, scope, name):
        """A Swift type name, seen from within `scope`, as the tables write types."""
        parts = tuple(name.split("."))
        for length in range(len(scope), 0, -1):
            path = scope[:length] + parts
            if path in self.codecs:
                return f"message {self.codecs[path].name}"
            if path in self.enumerations:
                return f"enum {self.enumeration_names[path]}"
        return f"unknown {name}"

    def fields(self, codec, problems):
        written = self.one_side(codec, "encode", codec.written, problems)
        read = self.one_side(codec, "decodeField", [entry + (None,) for entry in codec.read], problems)
        for number in sorted(written.keys() | read.keys()):
            if written.get(number) != read.get(number):
                problems.append(f"{codec.name}: field {number}: encode has {written.get(number)}, decodeField has {read.get(number)}")
        unused = codec.properties.keys() - {entry[2] for entry in codec.written}
        problems.extend(f"{codec.name}: property {name} is not encoded" for name in sorted(unused))
        return written

    def one_side(self, codec, side, entries, problems):
        fields = {}
        for number, kind, property, case, present in entries:
            swift = codec.properties.get(property)
            if number in fields:
                problems.append(f"{codec.name}: {side} has field {number} twice")
            elif swift is None:
                problems.append(f"{codec.name}: {side} uses {property}, which is no property")
            else:
                try:
                    fields[number] = self.field(codec, number, kind, property, swift, case, present)
                except NotUnderstood as problem:
                    problems.append(f"{codec.name}: {side}, field {number}: {problem}")
        return fields

    def field(self, codec, number, kind, property, swift, case, present):
        """`present` is None for the reading side, whose calls do not show it."""
        if case is not None:
            payload = codec.cases.get(swift.removesuffix("?"), {}).get(case)
            if payload is None or not swift.endswith("?"):
                raise NotUnderstood(f"{property} has no case {case}, or is not optional")
            if present is False and kind != "message":
                raise NotUnderstood("a member of a oneof is written even at its default: say present:")
            return Field(number, case.strip("`"), self.single_type(codec, kind, payload), f"oneof {property}")
        name = property.strip("`")
        if kind == "map":
            value = re.fullmatch(r"ProtobufMap<([\w.]+)>", swift)
            if not value:
                raise NotUnderstood(f"{swift} is no map")
            scalar = {"Int64": "int64", "String": "string"}.get(value.group(1))
            return Field(number, name, f"map<string, {scalar or self.resolve(codec.path, value.group(1))}>", "map")
        if kind in REPEATED:
            element = re.fullmatch(r"\[(.+)\]", swift)
            if not element:
                raise NotUnderstood(f"{swift} is no array")
            return Field(number, name, self.single_type(codec, REPEATED[kind], element.group(1)), "repeated")
        is_optional = swift.endswith("?")
        if kind == "message":
            if not is_optional:
                raise NotUnderstood(f"{property}: a submessage is optional")
            return Field(number, name, self.single_type(codec, kind, swift[:-1]), "message")
        if present is not None and present != is_optional:
            raise NotUnderstood(f"{property} is {swift}: present: goes with an optional, and only with one")
        return Field(number, name, self.single_type(codec, kind, swift.removesuffix("?")), "optional" if is_optional else "single")

    def single_type(self, codec, kind, swift):
        if kind in ("message", "enumeration"):
            resolved = self.resolve(codec.path, swift)
            if not resolved.startswith("message " if kind == "message" else "enum "):
                raise NotUnderstood(f"{swift} is not a {kind} of ours")
            return resolved
        if SCALAR_TYPES.get(kind) != swift:
            raise NotUnderstood(f"{kind} does not go with {swift}")
        return kind
