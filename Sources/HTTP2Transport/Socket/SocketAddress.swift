internal import Glibc

/// One address as the socket calls take it.
package struct SocketAddress: Sendable {
    private let storage: [UInt8]

    package var family: Int32 {
        storage.withUnsafeBytes { Int32($0.loadUnaligned(as: sa_family_t.self)) }
    }

    private init(_ storage: [UInt8]) { self.storage = storage }

    /// Copies `length` bytes of an address that the system filled in; `nil` where it is too short or too long to be one.
    init?(copying pointer: UnsafeRawPointer, length: Int) {
        guard length >= MemoryLayout<sa_family_t>.size, length <= MemoryLayout<sockaddr_storage>.size else { return nil }
        storage = Array(UnsafeRawBufferPointer(start: pointer, count: length))
    }

    private init<Address>(_ address: Address) {
        storage = withUnsafeBytes(of: address) { Array($0) }
    }

    func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R? {
        storage.withUnsafeBytes { bytes in
            bytes.baseAddress.map { body($0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) }
        }
    }

    /// Addresses that need no look-up: IPv4, IPv6, `localhost` (both) and Unix paths; `nil` for a name.
    package static func withoutLookup(_ endpoint: SocketEndpoint) -> [SocketAddress]? {
        switch endpoint {
        case .unix(let path): return unix(path).map { [$0] }
        case .host("localhost", let port): return [v4("127.0.0.1", port), v6("::1", port)].compactMap { $0 }
        case .host(let host, let port):
            return (v4(host, port) ?? v6(host, port)).map { [$0] }
        }
    }

    /// Asks the system's resolver: blocks, so never on an event loop.
    package static func lookUp(_ endpoint: SocketEndpoint) throws(SocketError) -> [SocketAddress] {
        if let known = withoutLookup(endpoint) { return known }
        guard case .host(let host, let port) = endpoint else { throw SocketError(call: "bind", reason: "path too long") }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else { throw SocketError(call: "getaddrinfo \(host)", reason: String(cString: gai_strerror(result))) }
        defer { freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var entry = list
        while let current = entry, addresses.count < 16 {
            if let pointer = current.pointee.ai_addr,
                let address = SocketAddress(copying: pointer, length: Int(current.pointee.ai_addrlen))
            {
                addresses.append(address)
            }
            entry = current.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw SocketError(call: "getaddrinfo \(host)", reason: "no address") }
        return addresses
    }

    private static func v4(_ host: String, _ port: UInt16) -> SocketAddress? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        return inet_pton(AF_INET, host, &address.sin_addr) == 1 ? SocketAddress(address) : nil
    }

    private static func v6(_ host: String, _ port: UInt16) -> SocketAddress? {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        return inet_pton(AF_INET6, host, &address.sin6_addr) == 1 ? SocketAddress(address) : nil
    }

    private static func unix(_ path: String) -> SocketAddress? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
            let bytes = Array(path.utf8)
            guard !bytes.isEmpty, bytes.count < target.count else { return false }
            target.copyBytes(from: bytes)
            return true
        }
        return fits ? SocketAddress(address) : nil
    }

    /// `1.2.3.4:80`, `[::1]:80`, `unix:/path`.
    package var endpoint: SocketEndpoint? {
        switch family {
        case AF_INET where storage.count >= MemoryLayout<sockaddr_in>.size:
            let address = storage.withUnsafeBytes { $0.loadUnaligned(as: sockaddr_in.self) }
            return .host(Self.text(AF_INET, address.sin_addr), port: UInt16(bigEndian: address.sin_port))
        case AF_INET6 where storage.count >= MemoryLayout<sockaddr_in6>.size:
            let address = storage.withUnsafeBytes { $0.loadUnaligned(as: sockaddr_in6.self) }
            return .host(Self.text(AF_INET6, address.sin6_addr), port: UInt16(bigEndian: address.sin6_port))
        case AF_UNIX:
            let path = storage.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
            return .unix(path: String(decoding: path, as: UTF8.self))
        default: return nil
        }
    }

    private static func text<Address>(_ family: Int32, _ address: Address) -> String {
        var address = address
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let known = withUnsafeBytes(of: &address) { inet_ntop(family, $0.baseAddress, &buffer, socklen_t(buffer.count)) != nil }
        guard known else { return "?" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
