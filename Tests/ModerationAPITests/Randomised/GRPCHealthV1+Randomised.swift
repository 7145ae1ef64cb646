import ModerationAPI
import ProtobufTesting

extension GRPCHealthV1.HealthCheckRequest: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        service = random.string()
    }
}

extension GRPCHealthV1.HealthCheckResponse: RandomisableMessage {
    public mutating func randomise(using random: inout RandomContent) {
        status = random.enumeration()
    }
}
