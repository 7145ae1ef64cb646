extension GRPCHealthV1 {
    /// The methods of the service `Health`.
    public enum HealthService {
        public static let name = "grpc.health.v1.Health"
        public static let check = UnaryMethod<HealthCheckRequest, HealthCheckResponse>(path: "/grpc.health.v1.Health/Check")
        /// Answered UNIMPLEMENTED for now, upon which clients fall back to Check.
        public static let watch = ServerStreamingMethod<HealthCheckRequest, HealthCheckResponse>(
            path: "/grpc.health.v1.Health/Watch"
        )
    }
}
