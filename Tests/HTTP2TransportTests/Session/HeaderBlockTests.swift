import HTTP2Transport
import Testing

@Suite struct HeaderBlockTests {
    private static let fields = [
        HTTPField(":status", "200"), HTTPField("x", "first"), HTTPField("empty", ""), HTTPField("x", "second"),
    ]

    @Test func fields_areWhatWentIn() {
        let block = HeaderBlock(Self.fields)
        #expect(block.fields == Self.fields)
        #expect(block.count == 4)
        #expect(!block.isOversize)
        // RFC 9113 section 6.5.2: names, values, and 32 bytes each.
        #expect(block.byteCount == 10 + 6 + 5 + 7 + 4 * 32)
        #expect(HeaderBlock().fields.isEmpty && HeaderBlock().byteCount == 0)
    }

    @Test func first_findsTheFirstOfThatNameAlone() {
        let block = HeaderBlock(Self.fields)
        #expect(block.first("x") == "first")
        #expect(block.first("empty") == "")
        #expect(block.first(":statu") == nil)
        #expect(block.first("") == nil)
        #expect(HeaderBlock().first("x") == nil)
    }

    @Test func forEach_lendsNameAndValueInOrder() {
        var seen: [String] = []
        HeaderBlock(Self.fields).forEach { name, value in seen.append("\(name.text)=\(value.text)") }
        #expect(seen == [":status=200", "x=first", "empty=", "x=second"])
    }

    @Test func span_comparesWholeBytes() {
        var checked = 0
        HeaderBlock([HTTPField("grpc-timeout", "1S")]).forEach { name, value in
            // `#expect` cannot take spans apart.
            let equal = [
                name.isEqual(to: "grpc-timeout"), !name.isEqual(to: "grpc-timeou"), !name.isEqual(to: "grpc-timeouts"),
                value.isEqual(to: [0x31, 0x53]), !value.isEqual(to: [0x31]),
            ]
            let parts = [
                name.hasPrefix("grpc-"), name.hasPrefix(""), name.hasPrefix("grpc-timeout"), !name.hasPrefix("grpc-timeout2"),
                !name.hasPrefix("rpc"), name.hasSuffix("-timeout"), name.hasSuffix(""), !name.hasSuffix("-bin"),
            ]
            #expect(equal == [true, true, true, true, true])
            #expect(parts.allSatisfy { $0 })
            checked += 1
        }
        #expect(checked == 1)
    }
}

@Suite struct HeaderListTests {
    @Test func fields_areWhatWentIn() {
        let fields = [HTTPField(":status", "200"), HTTPField("x", ""), HTTPField("größe", "🙂")]
        #expect(HeaderList(fields).fields == fields)
        #expect(HeaderList([]).fields.isEmpty)
        #expect(HeaderList(fields, isImmortal: true).fields == fields)
    }
}
