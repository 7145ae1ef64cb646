extension GRPCReflection {
    /// The one method of the service `ServerReflection`, under both names that clients ask for: grpcio's own knows only `v1alpha`.
    public enum ReflectionService {
        public static let name = "grpc.reflection.v1.ServerReflection"
        public static let alphaName = "grpc.reflection.v1alpha.ServerReflection"
        public static let info = BidirectionalMethod<ServerReflectionRequest, ServerReflectionResponse>(
            path: "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
        )
        public static let alphaInfo = BidirectionalMethod<ServerReflectionRequest, ServerReflectionResponse>(
            path: "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"
        )
    }
}
