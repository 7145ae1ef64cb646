import Deciding
import Foundation
import GRPCTransport
import MediaInput
import ModerationCore
import ModerationPipeline
import RedisAdapter
import Screening
import TextInput

/// A configuration file's text, and what the version vector calls it: its name and the start of its SHA-256.
struct VersionedFile {
    let text: String
    let name: String
    let digest: String

    init(_ path: String, setting: String) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError("\(setting): cannot read '\(path)'")
        }
        let bytes = [UInt8](data)
        guard let text = String(validating: bytes, as: UTF8.self), let digest = try? ContentDigest.sha256(of: bytes[...]) else {
            throw ConfigurationError("\(setting): '\(path)' is not UTF-8 text")
        }
        self.text = text
        self.digest = String(digest.prefix(12))
        name = URL(filePath: path).lastPathComponent
    }
}

extension RuleSet {
    /// Compiles the rule file against the normaliser that will read the listings, so that terms and texts go through the same changes.
    package init(file path: String, normaliser: TextNormaliser) throws(ConfigurationError) {
        try self.init(VersionedFile(path, setting: "rules.file"), path: path, normaliser: normaliser, reusing: nil)
    }

    init(
        _ file: VersionedFile,
        path: String,
        normaliser: TextNormaliser,
        reusing previous: RuleSet?
    ) throws(ConfigurationError) {
        do throws(RuleFileError) {
            try self.init(yaml: file.text, name: file.name, digest: file.digest, reusing: previous) { term, view in
                ViewName(rawValue: view).flatMap { normaliser.term(term, view: $0) }
            }
        } catch {
            throw ConfigurationError("rules.file '\(path)': \(error)")
        }
    }
}

extension Policy {
    init(file path: String) throws {
        let file = try VersionedFile(path, setting: "policy.file")
        do throws(PolicyError) {
            self = try Policy.parse(yaml: file.text, digest: file.digest)
        } catch {
            throw ConfigurationError("policy.file '\(path)': \(error)")
        }
    }
}

extension RedisConfiguration {
    init(_ settings: HolsterConfiguration.Redis) {
        self.init(endpoint: settings.endpoint)
        username = settings.username
        password = settings.password
        database = settings.database
    }

    /// For curation: people wait, and Redis may take seconds over a bank of millions.
    static func patient(_ settings: HolsterConfiguration.Redis) -> RedisConfiguration {
        var configuration = RedisConfiguration(settings)
        configuration.stallTimeout = .seconds(30)
        return configuration
    }
}
