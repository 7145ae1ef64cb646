import Foundation
import ProtobufWire
import TestSupport
import Testing

/// Compares the hand-rolled codec of a package's messages with Python's protobuf over what `protoc` makes of `proto/`.
///
/// Every function returns the disagreements, described; an empty list is agreement.
public struct CodecOracle: Sendable, CustomTestStringConvertible {
    public let package: String
    public let kinds: [MessageKind]
    private let byName: [String: MessageKind]

    public init(package: String, kinds: [MessageKind]) {
        self.package = package
        self.kinds = kinds
        byName = Dictionary(kinds.map { ($0.name, $0) }) { first, _ in first }
    }

    public var testDescription: String { package }

    private func ask(_ mode: String, _ arguments: [String] = [], frames: Frames = Frames()) throws -> [[UInt8]] {
        try Frames.split(Oracle.run("wire_messages.py", arguments: [mode, package] + arguments, input: frames.data))
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Message types that only one side has.
    public func differingNames() async throws -> [String] {
        try await OwnThread.run { try compareNames() }
    }

    /// Every enumerator of the package as `holster.v1.Decision DECISION_ALLOW 1`.
    public func enumerators() async throws -> Set<String> {
        try await OwnThread.run { Set(try ask("enumerators").map(Self.text)) }
    }

    private func compareNames() throws -> [String] {
        let theirs = Set(try ask("names").map(Self.text))
        return theirs.symmetricDifference(kinds.map(\.name)).sorted()
    }

    /// Python writes random messages the odd way; Swift decodes and encodes; Python compares. Python also sends one message for each
    /// field, with that field alone, so that a field missing here shows as missing there. Returns how many were compared.
    public func decodingDisagreements(
        seed: UInt64,
        countPerType: Int
    ) async throws -> (compared: Int, problems: [String]) {
        try await OwnThread.run { try compareDecoding(seed: seed, countPerType: countPerType) }
    }

    private func compareDecoding(seed: UInt64, countPerType: Int) throws -> (compared: Int, problems: [String]) {
        let frames = try ask("generate", ["\(seed)", "\(countPerType)"])
        var answer = Frames()
        var problems: [String] = []
        for start in stride(from: 0, to: frames.count - 2, by: 3) {
            let name = Self.text(frames[start])
            do {
                let recoded = try byName[name]?.recode(frames[start + 1][...]).bytes ?? []
                for frame in [frames[start], frames[start + 2], recoded] { answer.append(frame) }
            } catch {
                problems.append("\(name): valid bytes refused: \(error): \(frames[start + 1])")
            }
        }
        problems += try ask("compare", frames: answer).map(Self.text)
        return (frames.count / 3, problems)
    }

    /// Swift writes random messages; Python parses, insists that it knows every field, and serialises; Swift decodes and compares.
    public func encodingDisagreements(
        seed: UInt64,
        countPerType: Int
    ) async throws -> (compared: Int, problems: [String]) {
        try await OwnThread.run { try compareEncoding(seed: seed, countPerType: countPerType) }
    }

    private func compareEncoding(seed: UInt64, countPerType: Int) throws -> (compared: Int, problems: [String]) {
        let cases = kinds.flatMap { kind in (0..<countPerType).map { (kind, seed &+ UInt64($0)) } }
        var question = Frames()
        for (kind, seed) in cases {
            question.append(kind.name.utf8)
            question.append(kind.random(seed))
        }
        let frames = try ask("recode", frames: question)
        guard frames.count == 2 * cases.count else { return (0, ["\(frames.count) answers to \(cases.count) messages"]) }
        var problems: [String] = []
        for (index, (kind, seed)) in cases.enumerated() {
            let remark = Self.text(frames[2 * index])
            if !remark.isEmpty {
                problems.append("\(kind.name), seed \(seed): \(remark)")
            } else if try !kind.isRandom(frames[2 * index + 1][...], seed) {
                problems.append("\(kind.name), seed \(seed): differs after Python")
            }
        }
        return (cases.count, problems)
    }

    /// Both sides judge broken messages: they must accept the same ones and read the same from them.
    public func mutationDisagreements(
        seed: UInt64,
        countPerType: Int
    ) async throws -> (accepted: Int, refused: Int, problems: [String]) {
        try await OwnThread.run { try compareMutations(seed: seed, countPerType: countPerType) }
    }

    private func compareMutations(
        seed: UInt64,
        countPerType: Int
    ) throws -> (accepted: Int, refused: Int, problems: [String]) {
        let cases = kinds.flatMap { kind in mutations(of: kind, seed: seed, count: countPerType).map { (kind, $0) } }
        var question = Frames()
        for (kind, bytes) in cases {
            question.append(kind.name.utf8)
            question.append(bytes)
            if let recoded = try? kind.recode(bytes[...]) {
                question.append("accepted".utf8)
                question.append(recoded.bytes)
            } else {
                question.append("refused".utf8)
                question.append([])
            }
        }
        let frames = try ask("judge", frames: question).map(Self.text)
        guard frames.count >= 2, let accepted = Int(frames[0]), let refused = Int(frames[1]) else { return (0, 0, ["no answer"]) }
        return (accepted, refused, Array(frames.dropFirst(2)))
    }

    private func mutations(of kind: MessageKind, seed: UInt64, count: Int) -> [[UInt8]] {
        var mutator = Mutator(seed: seed)
        return (0..<count).map { index in
            let donor = kinds[index % kinds.count].random(seed)
            return mutator.mutated(kind.random(seed &+ UInt64(index % 64)), donor: donor)
        }
    }

    /// Decodes broken messages of every type, and whatever decodes once more. Returns how many were tried and how many decoded. The
    /// assertion is to come back at all; that the second encoding equals the first is checked on the way.
    public func survive(seed: UInt64, count: Int) async throws -> (tried: Int, decoded: Int, problems: [String]) {
        try await OwnThread.run { tryMutations(seed: seed, count: count) }
    }

    private func tryMutations(seed: UInt64, count: Int) -> (tried: Int, decoded: Int, problems: [String]) {
        var decoded = 0
        var problems: [String] = []
        var tried = 0
        let perType = count / kinds.count + 1
        for kind in kinds {
            let valid = (0..<64).map { kind.random(seed &+ $0) }
            let donors = kinds.map { $0.random(seed) }
            var mutator = Mutator(seed: seed)
            for index in 0..<perType {
                tried += 1
                let bytes = mutator.mutated(valid[index % valid.count], donor: donors[index % donors.count])
                guard let first = try? kind.recode(bytes[...]) else { continue }
                decoded += 1
                let flat = first.bytes
                if flat.count != first.byteCount || (try? kind.recode(flat[...]).bytes) != flat {
                    problems.append("\(kind.name): \(bytes) does not settle")
                }
            }
        }
        return (tried, decoded, problems)
    }
}
