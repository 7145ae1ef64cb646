/// The messages of gRPC's server reflection. `proto/grpc/reflection/v1` and `v1alpha` differ in nothing but the package's name, so one set of
/// types serves both.
public enum GRPCReflection {}
