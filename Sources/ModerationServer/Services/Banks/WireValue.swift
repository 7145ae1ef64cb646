import GRPCTransport
import ModerationAPI
import ModerationCore
import ProtobufWire

/// Strings of `banks.proto` that stand for one of a few values.
enum WireValue {
    /// `nil` where the field is empty.
    static func optional<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        _ field: String
    ) throws(CurationFailure) -> Value? where Value.RawValue == String {
        text.isEmpty ? nil : try required(text, field)
    }

    static func required<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        _ field: String
    ) throws(CurationFailure) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw CurationFailure(.invalid, "\(field): '\(text.prefix(60))' is none of \(known)")
        }
        return value
    }

    static func states(_ texts: [String]) throws(CurationFailure) -> Set<BankEntry.State> {
        var states: Set<BankEntry.State> = []
        for text in texts { states.insert(try required(text, "states")) }
        return states
    }

    static func send<Message: ProtobufMessage>(
        _ message: Message,
        to responses: MessageWriter<Message>
    ) async throws(CurationFailure) {
        do throws(GRPCStatus) {
            try await responses.send(message)
        } catch {
            throw CurationFailure(.refused(error.code), error.message)
        }
    }
}
