internal import Dispatch
internal import Glibc

/// Turns a host name into numeric addresses off the event loop: `getaddrinfo` blocks, and hiredis would call it on the loop.
enum HostResolver {
    private static let queue = DispatchQueue(label: "holster.redis-resolver")

    /// Every address of the host, in the resolver's order; empty when there is none.
    static func resolve(_ host: String, then receive: @escaping @Sendable ([String]) -> Void) {
        if isNumeric(host) { return receive([host]) }
        queue.async { receive(lookUp(host)) }
    }

    private static func isNumeric(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let list else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let entry = next?.pointee, addresses.count < 16 {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0 {
                addresses.append(String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            next = entry.ai_next
        }
        return addresses
    }
}
