import Deciding
import Foundation
import GRPCTransport
import MediaInput
import ModerationPipeline
import RedisAdapter
import Screening
import TextInput

/// A configuration file's text and what the version vector calls it: `policy.yaml@1f2e3d4c5b6a`.
private struct VersionedFile {
    let bytes: [UInt8]
    let version: String

    init(_ path: String, setting: String) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else { throw ConfigurationError("\(setting): cannot read '\(path)'") }
        bytes = [UInt8](data)
        let digest = try? ContentDigest.sha256(of: bytes[...])
        guard let digest else { throw ConfigurationError("\(setting): cannot hash '\(path)'") }
        version = "\(URL(filePath: path).lastPathComponent)@\(digest.prefix(12))"
    }
}
