import MediaInput

/// The callers of a token file: who may present which token, what each may do, and quotas that differ from the defaults.
///
/// One caller a line: `NAME sha256:HEX [role=ROLE,…] [QUOTA=N …]`, with roles as in ``CallerRole`` (`check` where none is given) and `calls_per_second`, `burst`, `bytes_per_second`, `max_concurrent` (0: no limit); blank
/// lines and `#` comments between. `certificate` in place of the hash gives roles and quotas to a caller that comes by certificate. Tokens themselves are not in the file: who reads it can
/// call as nobody.
package struct CallerList: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let name: String
        package let quota: CallerQuota
        package let roles: CallerRoles
    }

    /// A line that cannot be used: `FILE:LINE: reason`.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    package static let limit = 10_000
    package static let byteLimit = 4 << 20
    package static let anonymous = "anonymous"

    package let entries: [String: Entry]
    private let names: [String: String]

    package static let empty = CallerList(entries: [:], names: [:])

    private init(entries: [String: Entry], names: [String: String]) {
        self.entries = entries
        self.names = names
    }

    /// `defaults` fill what a line does not say. `file` is named in errors only.
    package init(parsing text: String, file: String, defaults: CallerQuota) throws(Failure) {
        var entries: [String: Entry] = [:]
        var names: [String: String] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard let name = words.first.map(String.init) else { continue }
            func failure(_ reason: String) -> Failure { Failure(description: "\(file):\(index + 1): \(reason)") }
            guard Self.isName(name) else {
                throw failure("'\(name.prefix(40))' is no caller's name: 1 to 128 letters, digits and . _ : / @ = , + -")
            }
            guard name != Self.anonymous else { throw failure("'\(name)' stands for callers without identity") }
            guard entries[name] == nil else { throw failure("caller '\(name)' is there twice") }
            guard entries.count < Self.limit else { throw failure("more than \(Self.limit) callers") }
            guard words.count > 1 else { throw failure("caller '\(name)' needs sha256:HEX, or certificate") }
            if words[1] != "certificate" {
                guard let digest = Self.digest(words[1]) else {
                    throw failure("caller '\(name)' needs sha256: and 64 hexadecimal digits (see `holster token create`)")
                }
                guard names[digest] == nil else { throw failure("the token of caller '\(name)' is another caller's too") }
                names[digest] = name
            }
            var quota = defaults
            var roles = CallerRoles.check
            var seen: Set<Substring> = []
            for word in words.dropFirst(2) {
                let problem =
                    word.hasPrefix("role=")
                    ? Self.apply(roles: word, to: &roles, &seen) : Self.apply(word, to: &quota, &seen)
                if let problem { throw failure(problem) }
            }
            entries[name] = Entry(name: name, quota: quota, roles: roles)
        }
        self.init(entries: entries, names: names)
    }

    /// Whose token it is.
    ///
    /// A dictionary keyed by the token's SHA-256 leaks nothing by its timing: what takes longer depends on the digest of what the caller itself
    /// presented, under a hash seed that differs for every process; finding a token whose digest begins like a stored one says nothing about
    /// the 256 random bits behind that.
    package func name(ofToken token: String) -> String? {
        guard !token.isEmpty, token.utf8.count <= 1_024 else { return nil }
        return Self.digest(of: token).flatMap { names[$0] }
    }

    /// 64 lower-case hexadecimal digits.
    package static func digest(of token: String) -> String? { try? ContentDigest.sha256(of: Array(token.utf8)[...]) }

    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 128
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._:/@=,+-".utf8.contains(byte)
                }
            }
    }

    package static func isUsableName(_ name: String) -> Bool { !name.isEmpty && isName(name) && name != anonymous }

    private static func digest(_ word: Substring) -> String? {
        guard word.hasPrefix("sha256:") else { return nil }
        let digits = word.dropFirst("sha256:".count).lowercased()
        guard digits.utf8.count == 64, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            return nil
        }
        return digits
    }

    /// What is wrong with `role=ROLE,…`; `nil` where it was taken.
    private static func apply(roles word: Substring, to roles: inout CallerRoles, _ seen: inout Set<Substring>) -> String? {
        guard seen.insert("role").inserted else { return "role is there twice: give one, such as role=check,curate" }
        guard let given = CallerRoles(parsing: word.dropFirst("role=".count)) else {
            return "'\(word.prefix(60))' must be role=ROLE[,ROLE]: \(CallerRoles.syntax), each once"
        }
        roles = given
        return nil
    }

    /// What is wrong with `key=N`; `nil` where it was taken.
    private static func apply(_ word: Substring, to quota: inout CallerQuota, _ seen: inout Set<Substring>) -> String? {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = parts[0]
        guard parts.count == 2, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(parts[1]),
            (0...1_000_000_000_000).contains(value)
        else { return "'\(word.prefix(60))' must be QUOTA=N, N from 0 to 1000000000000" }
        guard seen.insert(key).inserted else { return "\(key.prefix(60)) is there twice" }
        switch key {
        case "calls_per_second": quota.callsPerSecond = value
        case "burst": quota.burst = value
        case "bytes_per_second": quota.bytesPerSecond = value
        case "max_concurrent": quota.maxConcurrent = value
        default:
            return
                "no quota is called '\(key.prefix(60))': calls_per_second, burst, bytes_per_second or max_concurrent (and role)"
        }
        return nil
    }
}
