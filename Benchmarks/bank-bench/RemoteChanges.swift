import Foundation
import ModerationCore
import RedisAdapter
import Synchronization

/// The time from before a change is written here until a follower in another process has it where lookups find it, while an import of 10,000
/// entries a second goes into another bank that both follow.
struct RemoteChanges {
    let endpoint: String
    let store: RedisBankStore

    /// When the other process had each epoch, by its own report.
    private final class Reports: Sendable {
        private let epochs = Mutex<[Int64: Int64]>([:])
        private let unseen = Mutex(0)
        private let rest = Mutex("")
        private let bank: String

        init(bank: String) { self.bank = bank }

        var unseenCount: Int { unseen.withLock { $0 } }

        /// What the other process printed, cut anywhere.
        func take(_ text: String) {
            let lines: [String] = rest.withLock { rest in
                rest += text
                var lines = rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                rest = lines.popLast() ?? ""
                return lines
            }
            for line in lines { take(line: line) }
        }

        private func take(line: String) {
            let words = line.split(separator: " ")
            guard words.count == 4, words[1] == bank, let epoch = Int64(words[2]), let instant = Int64(words[3]) else { return }
            if words[0] == "unseen" { unseen.withLock { $0 += 1 } }
            epochs.withLock { $0[epoch] = instant }
        }

        func instant(_ epoch: Int64) -> Int64? { epochs.withLock { $0[epoch] } }
    }

    /// Spreads the changes over about `seconds`.
    func measure(changeCount: Int, seconds: Int) async throws -> String {
        let bank = "remote-\(UInt32.random(in: .min ... .max))"
        try await BankImport(store: store, bank: bank).createIfAbsent()
        let reports = Reports(bank: bank)
        let other = try start(reports)
        defer { other.terminate() }
        while reports.instant(1) == nil { try await Task.sleep(for: .milliseconds(5)) }
        let load = Task { try await background(bank + "-load") }
        var written: [(epoch: Int64, began: Int64)] = []
        for index in 0..<changeCount {
            let began = BankBench.monotonicNanoseconds()
            written.append((try await change(index, bank), began))
            try await Task.sleep(for: .seconds(seconds) / changeCount)
        }
        load.cancel()
        for _ in 0..<1_000 where written.contains(where: { reports.instant($0.epoch) == nil }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        let waits = written.compactMap { change in
            reports.instant(change.epoch).map { Double($0 - change.began) / 1_000_000 }
        }
        _ = try await store.drop(bank: bank)
        _ = try? await store.drop(bank: bank + "-load")
        let lost = changeCount - waits.count
        return
            "{\"changes\": \(changeCount), \"lost\": \(lost), \"unmatched\": \(reports.unseenCount), \(BankBench.percentiles(waits))}"
    }

    /// Of six changes, three add, two put an entry into quarantine, one removes one.
    private func change(_ index: Int, _ bank: String) async throws -> Int64 {
        let group = index / 6 * 6
        switch index % 6 {
        case 0, 1, 2: return try await store.put(BankImport.entry("e\(index)"), bank: bank)
        case 3, 4:
            let id = "e\(group + index % 6 - 3)"
            return try await store.setState(.quarantined, entryIDs: [id], bank: bank, note: "measured", author: "bench").epoch
        default: return try await store.remove(entryIDs: ["e\(group + 2)"], bank: bank).epoch
        }
    }

    private func background(_ bank: String) async throws {
        let importing = BankImport(store: store, bank: bank)
        try await importing.createIfAbsent()
        while !Task.isCancelled {
            _ = try await store.put((0..<BankBatch.entryLimit).map { BankImport.entry("load-\($0)") }, bank: bank)
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func start(_ reports: Reports) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["follow", endpoint]
        let (output, input) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardInput = input
        output.fileHandleForReading.readabilityHandler = { handle in
            reports.take(String(decoding: handle.availableData, as: UTF8.self))
        }
        try process.run()
        return process
    }
}
