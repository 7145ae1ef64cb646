import GRPCTransport
import HTTP2Transport
import TestSupport
import Testing

@Suite struct TimeoutCodecTests {
    @Test(arguments: [
        ("1H", Duration.seconds(3_600)), ("2M", .seconds(120)), ("3S", .seconds(3)), ("450m", .milliseconds(450)),
        ("5u", .microseconds(5)), ("6n", .nanoseconds(6)), ("0S", .zero), ("00000001S", .seconds(1)),
        ("99999999H", TimeoutCodec.longest), ("99999999S", .seconds(99_999_999)),
    ])
    func decode_whenWellFormed_yieldsDuration(_ text: String, _ duration: Duration) {
        #expect(TimeoutCodec.decode(text) == duration)
    }

    @Test(arguments: ["", "S", "1", "1s", "1X", "-1S", "+1S", "1.5S", " 1S", "1S ", "123456789S", "１S", "1 S", "\u{0}S"])
    func decode_whenMalformed_yieldsNil(_ text: String) {
        #expect(TimeoutCodec.decode(text) == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(50), "50000000n"), (.milliseconds(450), "450000u"), (.seconds(10), "10000000u"),
        (.seconds(200), "200000m"), (.seconds(200_000), "200000S"), (.seconds(-5), "1n"), (.zero, "1n"),
        (.seconds(Int64.max), "5256000M"),
    ])
    func encode_usesFinestUnitOfEightDigits(_ duration: Duration, _ text: String) {
        #expect(TimeoutCodec.encode(duration) == text)
    }

    @Test func encode_thenDecode_losesLessThanAThousandth() {
        var random = SeededRandom(seed: 11)
        var wrong: [Duration] = []
        for _ in 0..<20_000 {
            let duration = Duration.nanoseconds(Int64.random(in: 1...Int64(1) << Int64.random(in: 1...55), using: &random))
            let text = TimeoutCodec.encode(duration)
            let back = TimeoutCodec.decode(text)
            let isClose = back.map { $0 <= duration && $0 >= duration * 0.999 - .nanoseconds(1) } ?? false
            if !isClose || text.utf8.count > 9 { wrong.append(duration) }
        }
        #expect(wrong.isEmpty)
    }
}

@Suite struct PercentCodecTests {
    @Test(arguments: [
        ("plain text", "plain text"), ("100%", "100%25"), ("tab\t", "tab%09"), ("ü", "%C3%BC"), ("🙂", "%F0%9F%99%82"),
        (" a ", "%20a%20"),
        ("", ""), ("~\u{7F}", "~%7F"),
    ])
    func encode_escapesAllButPrintableASCII(_ message: String, _ encoded: String) {
        #expect(PercentCodec.encode(message) == encoded)
        #expect(PercentCodec.decode(encoded) == message)
    }

    @Test(arguments: [
        ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("a%4", "a%4"), ("%41%4", "A%4"), ("%ff", "\u{FFFD}"), ("%c3%bc", "ü"),
    ])
    func decode_whenBroken_keepsWhatItCannotRead(_ text: String, _ message: String) {
        #expect(PercentCodec.decode(text) == message)
    }

    @Test func encode_whenLong_cutsAtACharacter() {
        for shift in 0..<4 {
            let message = String(repeating: "a", count: shift) + String(repeating: "🙂", count: 2_000)
            let decoded = PercentCodec.decode(PercentCodec.encode(message))
            #expect(decoded.utf8.count <= PercentCodec.messageLimit)
            #expect(message.hasPrefix(decoded))
        }
    }
}

@Suite struct Base64Tests {
    /// RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
    ])
    func encode_matchesTheStandardWithoutPadding(_ bytes: String, _ text: String) {
        #expect(Base64.encode(Array(bytes.utf8)) == text)
        #expect(Base64.decode(text.utf8) == Array(bytes.utf8))
    }

    @Test(arguments: [("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo")])
    func decode_acceptsPadding(_ text: String, _ bytes: String) {
        #expect(Base64.decode(text.utf8) == Array(bytes.utf8))
    }

    @Test(arguments: ["A", "Zg=", "Zm8==", "====", "Zg==Zg==", "Zm9v=", "Z-9v", "Zm 9v", "Zm9v\n", "=Zg="])
    func decode_whenMalformed_yieldsNil(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test func encode_thenDecode_isIdentity() {
        var random = SeededRandom(seed: 5)
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
        }
    }
}

@Suite struct MetadataTests {
    @Test func add_refusesWhatMayNotTravel() {
        func accepts(_ name: String, _ value: String) -> Bool {
            var metadata = GRPCMetadata()
            let accepted = metadata.add(name, value)
            return accepted && !metadata.isEmpty
        }
        for name in ["", "Upper", "grpc-status", ":path", "te", "content-type", "sp ace", "ü", "x-bin"] {
            #expect(!accepts(name, "v"), "\(name)")
        }
        for value in [" v", "v ", "line\nbreak", "ü", "\u{7F}"] { #expect(!accepts("x", value), "\(value)") }
        #expect(accepts("x", ""))
        var metadata = GRPCMetadata()
        let accepted = metadata.add("x", binary: [1])
        #expect(!accepted && metadata.isEmpty)
    }

    @Test func decode_readsRepeatedPaddedAndJoinedValues() {
        let fields = [
            HTTPField(":path", "/a"), HTTPField("x", "1"), HTTPField("x-bin", "Zg==,Zm8, Zm9v"), HTTPField("x", "2"),
            HTTPField("grpc-timeout", "1S"), HTTPField("user-agent", "test"),
        ]
        let metadata = MetadataCodec.decode(HeaderBlock(fields))
        #expect(metadata?.values("x") == [.text("1"), .text("2")])
        #expect(metadata?.text("x") == "2")
        #expect(metadata?.values("x-bin") == [.binary(Array("f".utf8)), .binary(Array("fo".utf8)), .binary(Array("foo".utf8))])
        #expect(metadata?.binary("x-bin") == Array("foo".utf8))
        #expect(metadata?.entries.count == 5)
        #expect(MetadataCodec.decode(HeaderBlock([HTTPField("x-bin", "!")])) == nil)
        #expect(MetadataCodec.decode(HeaderBlock([HTTPField("x-bin", "")]))?.binary("x-bin") == [])
    }
}
