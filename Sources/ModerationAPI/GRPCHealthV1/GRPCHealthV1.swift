/// The messages of `proto/grpc/health/v1/health.proto`, gRPC's standard health service.
public enum GRPCHealthV1 {}
