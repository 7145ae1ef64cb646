import Foundation
public import ModerationCore
import Synchronization

/// The folder in which this process keeps its banks over a restart, a file a bank (``BankFileFormat``).
///
/// Calls block on the disk and take about a second for a million entries: they belong on a thread of the caller's own. Lookups and writers of
/// the banks go on meanwhile.
public final class BankSnapshotFolder: Sendable {
    /// A file that could not be read or written.
    public struct Failure: Sendable, Equatable {
        public var path: String
        public var error: BankFileError
    }

    /// What a cold start found.
    public struct Restoration: Sendable, Equatable {
        /// As of the files: a follower goes on from their epochs.
        public var banks: [BankMetadata] = []
        /// Files that were ignored.
        public var failures: [Failure] = []
    }

    /// What a file says, as far as it tells whether to write it again.
    private struct Saved: Equatable {
        var metadata: BankMetadata
        var quarantinedIDs: Set<String>
    }

    private static let suffix = ".bank"

    private let path: String
    private let saved = Mutex<[String: Saved]>([:])

    /// The folder is made when the first bank is saved.
    public init(path: String) { self.path = path }

    /// Writes every bank that changed since it was last saved here, and removes the files of banks that were dropped since.
    public func save(_ banks: BankSet) -> [Failure] {
        var failures: [Failure] = []
        let known = saved.withLock { $0 }
        let names = Set(banks.statuses().map(\.name))
        // What cannot be made shows when the first file is opened.
        if !names.isEmpty { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        for name in names.sorted() {
            guard let view = banks.view(name) else { continue }
            let state = Saved(metadata: view.metadata, quarantinedIDs: Set(view.ledger.quarantines.keys))
            guard known[name] != state else { continue }
            do throws(BankFileError) {
                try BankFileWriter.write(view, freshAt: banks.freshAt(name), to: file(name))
                saved.withLock { $0[name] = state }
            } catch {
                failures.append(Failure(path: file(name), error: error))
            }
        }
        for name in known.keys where !names.contains(name) {
            try? FileManager.default.removeItem(atPath: file(name))
            saved.withLock { $0[name] = nil }
        }
        return failures
    }

    /// Loads every bank whose file is whole; the others are ignored and named. Banks that are in memory already are left alone.
    public func restore(into banks: BankSet) -> Restoration {
        var restoration = Restoration()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() where name.hasSuffix(Self.suffix) {
            let path = path + "/" + name
            do throws(BankFileError) {
                let contents = try BankFileReader.read(path: path)
                guard banks.view(contents.load.metadata.name) == nil else { continue }
                let metadata = contents.load.metadata
                banks.restore(contents)
                restoration.banks.append(metadata)
                saved.withLock { $0[metadata.name] = Saved(metadata: metadata, quarantinedIDs: Set(contents.quarantinedIDs)) }
            } catch {
                restoration.failures.append(Failure(path: path, error: error))
            }
        }
        return restoration
    }

    /// A bank's name as a file's: bytes other than letters, digits, `-` and `_` in hexadecimal behind a `%`.
    package func file(_ name: String) -> String {
        let safe = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        let written = name.utf8.map { byte in
            safe.contains(byte)
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return path + "/" + written.joined() + Self.suffix
    }
}
