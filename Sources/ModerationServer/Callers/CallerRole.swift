import GRPCTransport
import ModerationAPI

/// What a caller may do.
///
/// A caller has a set of them, from its line of the token file; without a word on roles there it may check, as gateways do.
package enum CallerRole: String, Sendable, CaseIterable {
    /// Ask for verdicts: `holster.v1.Moderation`.
    case check
    /// Look at the banks: what `holster.v1.Banks` has that changes nothing.
    case read
    /// Change the banks, and look at them.
    case curate
}

/// The roles of one caller.
package struct CallerRoles: Sendable, Equatable, OptionSet {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let check = CallerRoles(rawValue: 1)
    package static let read = CallerRoles(rawValue: 2)
    package static let curate = CallerRoles(rawValue: 4)

    package init(_ role: CallerRole) {
        switch role {
        case .check: self = .check
        case .read: self = .read
        case .curate: self = .curate
        }
    }

    /// Names with commas between them, such as `check,curate`; `nil` where one is no role, is there twice, or there is none.
    package init?(parsing text: some StringProtocol) {
        var roles: CallerRoles = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let role = CallerRole(rawValue: String(name)), !roles.contains(CallerRoles(role)) else { return nil }
            roles.insert(CallerRoles(role))
        }
        self = roles
    }

    package var names: [String] { CallerRole.allCases.filter { contains(CallerRoles($0)) }.map(\.rawValue) }

    /// For messages about a text that ``init(parsing:)`` does not take.
    package static let syntax = CallerRole.allCases.map(\.rawValue).joined(separator: ", ")

    /// True where a caller with these roles may do what needs `role`: who curates may read.
    package func allow(_ role: CallerRole) -> Bool {
        role == .read ? !isDisjoint(with: [.read, .curate]) : contains(CallerRoles(role))
    }
}

extension CallerRole {
    /// The role that a method needs; `nil` where every caller that is known may call it.
    ///
    /// A method that is in no list needs `curate`, so that a new one is closed until somebody has thought about it.
    package static func needed(for path: String) -> CallerRole? {
        if path.utf8.starts(with: moderation) { return .check }
        if readPaths.contains(path) { return .read }
        return openPaths.contains(path) ? nil : .curate
    }

    private static let moderation = Array("/\(HolsterV1.ModerationService.name)/".utf8)

    private static let readPaths: Set<String> = [
        HolsterV1.BanksService.listBanks.path, HolsterV1.BanksService.listEntries.path, HolsterV1.BanksService.export.path,
        HolsterV1.BanksService.stats.path, HolsterV1.BanksService.explainPhoto.path, HolsterV1.BanksService.explainText.path,
    ]

    /// Health is open to everybody before a caller is asked for.
    private static let openPaths: Set<String> = [
        GRPCHealthV1.HealthService.check.path, GRPCHealthV1.HealthService.watch.path,
        GRPCReflection.ReflectionService.info.path, GRPCReflection.ReflectionService.alphaInfo.path,
    ]
}
