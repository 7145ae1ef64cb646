extension RedisConfiguration {
    /// Where Redis is, or who knows where it is.
    public enum Endpoint: Sendable, Equatable {
        case tcp(host: String, port: Int)
        case unix(path: String)
        /// The master of that name, as one of these sentinels says (https://redis.io/docs/latest/develop/reference/sentinel-clients/).
        case sentinel(addresses: [Address], master: String)
    }

    public struct Address: Sendable, Equatable, CustomStringConvertible {
        public var host: String
        public var port: Int

        public init(host: String, port: Int) {
            self.host = host
            self.port = port
        }

        /// Reads `HOST:PORT` or `[IPv6]:PORT`; `nil` for anything else.
        init?(parsing text: Substring) {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            let digits = text[text.index(after: colon)...]
            guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), port > 0
            else { return nil }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") {
                host = host.dropFirst().dropLast()
            } else if host.contains(":") {
                return nil
            }
            guard !host.isEmpty, host.utf8.count <= 253, !host.contains("/") else { return nil }
            self.init(host: String(host), port: Int(port))
        }

        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }
}

extension RedisConfiguration.Endpoint: CustomStringConvertible {
    private static let sentinelMark = "sentinel://"
    /// More sentinels than anybody runs.
    private static let sentinelLimit = 32

    /// Reads `HOST:PORT`, `[IPv6]:PORT`, `unix:/PATH` or `sentinel://HOST:PORT,HOST:PORT/MASTER`; `nil` for anything else.
    public init?(parsing text: String) {
        if text.hasPrefix("unix:") {
            let path = text.dropFirst("unix:".count)
            // sockaddr_un holds 108 bytes with the terminating zero.
            guard !path.isEmpty, path.utf8.count < 108 else { return nil }
            self = .unix(path: String(path))
        } else if text.hasPrefix(Self.sentinelMark) {
            let parts = text.dropFirst(Self.sentinelMark.count).split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, Self.isValid(master: parts[1]) else { return nil }
            let texts = parts[0].split(separator: ",", omittingEmptySubsequences: false)
            let addresses = texts.compactMap { RedisConfiguration.Address(parsing: $0) }
            guard addresses.count == texts.count, (1...Self.sentinelLimit).contains(addresses.count) else { return nil }
            self = .sentinel(addresses: addresses, master: String(parts[1]))
        } else {
            guard let address = RedisConfiguration.Address(parsing: text[...]) else { return nil }
            self = .tcp(host: address.host, port: address.port)
        }
    }

    /// Sentinel's own rule for names, and a bound.
    private static func isValid(master: Substring) -> Bool {
        let isWord = master.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": true
            default: false
            }
        }
        return isWord && (1...128).contains(master.utf8.count)
    }

    /// What ``init(parsing:)`` reads.
    public var description: String {
        switch self {
        case .tcp(let host, let port): RedisConfiguration.Address(host: host, port: port).description
        case .unix(let path): "unix:\(path)"
        case .sentinel(let addresses, let master):
            "\(Self.sentinelMark)\(addresses.map(\.description).joined(separator: ","))/\(master)"
        }
    }
}
