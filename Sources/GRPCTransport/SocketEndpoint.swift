public import HTTP2Transport

/// Named here again so that callers of `GRPCChannel` and `GRPCServer` need one import.
public typealias SocketEndpoint = HTTP2Transport.SocketEndpoint
