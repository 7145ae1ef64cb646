import Foundation
import ModerationAPI
import ProtobufTesting
import ProtobufWire
import TestSupport
import Testing

struct ReflectionIndexTests {
    /// A file with one message `M` in the package of its name, that imports others.
    private static func file(_ name: String, imports: [String] = []) -> ArraySlice<UInt8> {
        var file = GoogleProtobuf.FileDescriptorProto()
        var message = GoogleProtobuf.DescriptorProto()
        message.name = "M"
        (file.name, file.package, file.dependency, file.messageType) = (name, name, imports, [message])
        return file.encoded().bytes[...]
    }

    @Test func file_withImports_comesFirstAndEachOnce() throws {
        let files = [
            Self.file("a", imports: ["b", "c"]), Self.file("b", imports: ["d"]), Self.file("c", imports: ["d", "b"]),
            Self.file("d"),
        ]
        let index = try ReflectionIndex(files: files, services: [])
        #expect(index.file(named: "a") == [files[0], files[1], files[3], files[2]])
        #expect(index.file(declaring: "c.M") == [files[2], files[3], files[1]])
        #expect(index.file(named: "e") == nil)
    }

    @Test func file_inACycle_ends() throws {
        let files = [Self.file("a", imports: ["b"]), Self.file("b", imports: ["a", "b"])]
        #expect(try ReflectionIndex(files: files, services: []).file(named: "b") == [files[1], files[0]])
    }

    @Test func init_whenFilesDoNotHoldTogether_throws() {
        typealias Failure = ReflectionIndexError
        #expect(throws: Failure.missingImport("b", of: "a")) {
            try ReflectionIndex(files: [Self.file("a", imports: ["b"])], services: [])
        }
        #expect(throws: Failure.fileTwice("a")) { try ReflectionIndex(files: [Self.file("a"), Self.file("a")], services: []) }
        #expect(throws: Failure.unknownService("a.M")) { try ReflectionIndex(files: [Self.file("a")], services: ["a.M"]) }
        #expect(throws: Failure.unreadable(.truncated)) { try ReflectionIndex(files: [[0x0A, 0x05]], services: []) }
        var twice = GoogleProtobuf.FileDescriptorProto()
        twice.enumType = [GoogleProtobuf.EnumDescriptorProto(), GoogleProtobuf.EnumDescriptorProto()]
        #expect(throws: Failure.symbolTwice("")) { try ReflectionIndex(files: [twice.encoded().bytes[...]], services: []) }
    }

    @Test func holster_servesItsFiveServices() throws {
        let index = try ReflectionIndex.holster()
        #expect(
            index.services == [
                "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection",
                "holster.v1.Banks", "holster.v1.Moderation",
            ]
        )
        for name in ["holster.v1.Moderation.CheckStream", "holster.v1.CheckRequest.photos", "holster.v1.DECISION_BLOCK"] {
            let files = try #require(index.file(declaring: name))
            let file = try GoogleProtobuf.FileDescriptorProto(decoding: files[0])
            #expect(files.count == 1 && file.name == "holster/v1/moderation.proto")
        }
        // What it imports comes along.
        #expect(index.file(declaring: "holster.v1.Banks.Import")?.count == 2)
        #expect(index.file(declaring: "holster.v1.Nothing") == nil)
        #expect(index.file(declaring: "grpc.health.v1.Health")?.count == 1)
        // To a dictionary of strings the Kelvin sign is a K.
        #expect(index.file(declaring: "grpc.health.v1.HealthCheckResponse.UN\u{212A}NOWN") == nil)
        #expect(index.file(declaring: "grpc.health.v1.HealthCheckResponse.UNKNOWN") != nil)
    }

    /// Whatever the bytes, there is an index or an error.
    @Test func init_withMutatedDescriptors_neverTraps() throws {
        let index = try ReflectionIndex.holster()
        let valid = try index.services.map { try Array(#require(index.file(declaring: $0)?.first)) }
        var mutator = Mutator(seed: 0x92)
        var taken = 0
        for number in 0..<20_000 {
            let bytes = mutator.mutated(valid[number % valid.count], donor: valid[(number / 7) % valid.count])
            guard let broken = try? ReflectionIndex(files: [bytes[...]], services: []) else { continue }
            taken += 1
            #expect(broken.file(declaring: "holster.v1.Nothing") == nil)
        }
        #expect(taken > 0)
    }
}

/// The answers against grpcio-reflection over the same descriptors.
@Suite(.enabled(if: Repository.oraclePython != nil))
struct ReflectionOracleTests {
    @Test func answer_toEveryQuestion_isTheReferences() throws {
        let files = try Frames.split(Oracle.run("reflection_answers.py", arguments: ["files"])).map { $0[...] }
        let questions = try Frames.split(Oracle.run("reflection_answers.py", arguments: ["questions"]))
        let handler = ReflectionHandler(
            index: try ReflectionIndex(files: files, services: ReflectionIndex.holster().services.reversed())
        )
        var answers = Frames()
        for question in questions {
            answers.append(question)
            answers.append(handler.answer(try .init(decoding: question[...])).encoded().bytes)
        }
        let verdict = try Frames.split(Oracle.run("reflection_answers.py", arguments: ["judge"], input: answers.data))
            .map { String(decoding: $0, as: UTF8.self) }
        #expect(verdict == ["\(questions.count)"])
        #expect(questions.count > 1_000)
        print("reflection: \(questions.count) questions answered as grpcio-reflection does")
    }
}
