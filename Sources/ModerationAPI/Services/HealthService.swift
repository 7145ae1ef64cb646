extension GRPCHealthV1 {
    /// The methods of the service `Health`.
    public enum HealthService {
        public static let name = "grpc.health.v1.Health"
        public static let check = UnaryMethod<HealthCheckRequest, HealthCheckResponse>(path: "/grpc.health.v1.Health/Check")
        /// The status now, and then every change.
        public static let watch = ServerStreamingMethod<HealthCheckRequest, HealthCheckResponse>(
            path: "/grpc.health.v1.Health/Watch"
        )
    }
}
