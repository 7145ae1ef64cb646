import GRPCTransport
import ModerationCore
import Testing
import TritonAdapter

struct InferenceFailureTests {
    /// What each status means to the degrade ladder, every code once.
    @Test(
        arguments: [
            (0, "", InferenceFailure.unavailable("OK")), (1, "gone", .cancelled), (2, "x", .unavailable("UNKNOWN: x")),
            (3, "x", .rejected("INVALID_ARGUMENT: x")), (4, "late", .deadlineExceeded), (5, "x", .rejected("NOT_FOUND: x")),
            (6, "x", .unavailable("ALREADY_EXISTS: x")), (7, "x", .unavailable("PERMISSION_DENIED: x")),
            (8, "x", .overloaded("RESOURCE_EXHAUSTED: x")), (9, "x", .unavailable("FAILED_PRECONDITION: x")),
            (10, "x", .unavailable("ABORTED: x")), (11, "x", .unavailable("OUT_OF_RANGE: x")),
            (12, "x", .rejected("UNIMPLEMENTED: x")), (13, "x", .unavailable("INTERNAL: x")),
            (14, "x", .unavailable("UNAVAILABLE: x")), (15, "x", .unavailable("DATA_LOSS: x")),
            (16, "x", .unavailable("UNAUTHENTICATED: x")), (99, "x", .unavailable("CODE_99: x")),
            (-1, "x", .unavailable("CODE_-1: x")),
        ] as [(Int, String, InferenceFailure)]
    )
    func init_fromStatus_mapsEveryCode(code: Int, message: String, expected: InferenceFailure) {
        #expect(InferenceFailure(GRPCStatus(GRPCStatusCode(rawValue: code), message)) == expected)
    }

    /// Triton's own words for a full queue and a queue timeout.
    @Test(arguments: [
        "[request id: 1] Exceeds maximum queue size", "Request timeout expired", "in ensemble 'x', Request timeout expired",
    ])
    func init_fromUnavailableWithQueueMessage_isOverloaded(message: String) {
        #expect(InferenceFailure(GRPCStatus(.unavailable, message)) == .overloaded("UNAVAILABLE: \(message)"))
        #expect(InferenceFailure(GRPCStatus(.internalError, message)) == .unavailable("INTERNAL: \(message)"))
    }
}
