import ProtobufWire

/// The messages of `grpc.testing` that the interop cases need (grpc/grpc `src/proto/grpc/testing/messages.proto`).
enum InteropMessages {
    struct Empty: ProtobufMessage {
        static let protobufName = "grpc.testing.Empty"
        func encode(to writer: inout ProtobufWriter) {}
        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) { try reader.skip() }
    }

    struct BoolValue: ProtobufMessage {
        static let protobufName = "grpc.testing.BoolValue"
        var value = false

        func encode(to writer: inout ProtobufWriter) { writer.bool(1, value) }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            if number == 1 { value = try reader.bool() ?? value } else { try reader.skip() }
        }
    }

    struct Payload: ProtobufMessage {
        static let protobufName = "grpc.testing.Payload"
        var body: ArraySlice<UInt8> = []

        init() {}

        /// Zeros, as the procedures ask.
        init(byteCount: Int) { body = [UInt8](repeating: 0, count: max(0, byteCount))[...] }

        func encode(to writer: inout ProtobufWriter) { writer.bytes(2, body) }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            if number == 2 { body = try reader.bytes() ?? body } else { try reader.skip() }
        }
    }

    struct EchoStatus: ProtobufMessage {
        static let protobufName = "grpc.testing.EchoStatus"
        var code: Int32 = 0
        var message = ""

        func encode(to writer: inout ProtobufWriter) {
            writer.int32(1, code)
            writer.string(2, message)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: code = try reader.int32() ?? code
            case 2: message = try reader.string() ?? message
            default: try reader.skip()
            }
        }
    }

    struct SimpleRequest: ProtobufMessage {
        static let protobufName = "grpc.testing.SimpleRequest"
        var responseSize: Int32 = 0
        var payload: Payload?
        var responseCompressed: BoolValue?
        var responseStatus: EchoStatus?
        var expectCompressed: BoolValue?

        func encode(to writer: inout ProtobufWriter) {
            writer.int32(2, responseSize)
            writer.message(3, payload)
            writer.message(6, responseCompressed)
            writer.message(7, responseStatus)
            writer.message(8, expectCompressed)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 2: responseSize = try reader.int32() ?? responseSize
            case 3: try reader.message(into: &payload)
            case 6: try reader.message(into: &responseCompressed)
            case 7: try reader.message(into: &responseStatus)
            case 8: try reader.message(into: &expectCompressed)
            default: try reader.skip()
            }
        }
    }

    /// Also `StreamingOutputCallResponse`, which has the same one field.
    struct PayloadResponse: ProtobufMessage {
        static let protobufName = "grpc.testing.SimpleResponse"
        var payload: Payload?

        func encode(to writer: inout ProtobufWriter) { writer.message(1, payload) }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            if number == 1 { try reader.message(into: &payload) } else { try reader.skip() }
        }
    }

    struct StreamingInputCallRequest: ProtobufMessage {
        static let protobufName = "grpc.testing.StreamingInputCallRequest"
        var payload: Payload?
        var expectCompressed: BoolValue?

        func encode(to writer: inout ProtobufWriter) {
            writer.message(1, payload)
            writer.message(2, expectCompressed)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: try reader.message(into: &payload)
            case 2: try reader.message(into: &expectCompressed)
            default: try reader.skip()
            }
        }
    }

    struct StreamingInputCallResponse: ProtobufMessage {
        static let protobufName = "grpc.testing.StreamingInputCallResponse"
        var aggregatedPayloadSize: Int32 = 0

        func encode(to writer: inout ProtobufWriter) { writer.int32(1, aggregatedPayloadSize) }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            if number == 1 { aggregatedPayloadSize = try reader.int32() ?? aggregatedPayloadSize } else { try reader.skip() }
        }
    }

    struct ResponseParameters: ProtobufMessage {
        static let protobufName = "grpc.testing.ResponseParameters"
        var size: Int32 = 0
        var intervalMicroseconds: Int32 = 0
        var compressed: BoolValue?

        func encode(to writer: inout ProtobufWriter) {
            writer.int32(1, size)
            writer.int32(2, intervalMicroseconds)
            writer.message(3, compressed)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: size = try reader.int32() ?? size
            case 2: intervalMicroseconds = try reader.int32() ?? intervalMicroseconds
            case 3: try reader.message(into: &compressed)
            default: try reader.skip()
            }
        }
    }

    struct StreamingOutputCallRequest: ProtobufMessage {
        static let protobufName = "grpc.testing.StreamingOutputCallRequest"
        var responseParameters: [ResponseParameters] = []
        var payload: Payload?
        var responseStatus: EchoStatus?

        func encode(to writer: inout ProtobufWriter) {
            writer.messages(2, responseParameters)
            writer.message(3, payload)
            writer.message(7, responseStatus)
        }

        mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 2: try reader.messages(into: &responseParameters)
            case 3: try reader.message(into: &payload)
            case 7: try reader.message(into: &responseStatus)
            default: try reader.skip()
            }
        }
    }
}
