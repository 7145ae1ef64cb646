internal import Foundation
internal import Synchronization

/// A line for each call, written as the run goes: a run of hours has more lines than memory.
///
/// Columns, with tabs between: request id, status, decision, `failed_open`, case id, fusion version, latency from the intended send in µs, wait from
/// the actual send in µs, the status's message. Lines wait in memory for a thread of the file's own; where the disk falls behind by
/// ``byteLimit``, later lines are left out and counted, and `close()` says so.
package final class LedgerFile: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let byteLimit = 256 << 20
    private static let pause: TimeInterval = 0.05

    private struct State {
        var pending: [UInt8] = []
        var leftOutCount = 0
        var problem: String?
        var isClosing = false
    }

    private let path: String
    private let state = Mutex(State())
    private let done = DispatchSemaphore(value: 0)

    package init(_ path: String) throws(Failure) {
        self.path = path
        guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path) else {
            throw Failure(description: "cannot write '\(path)'")
        }
        let thread = Thread { self.write(to: handle) }
        thread.name = "ledger"
        thread.start()
    }

    func add(_ result: CallResult, latency: UInt64, wait: UInt64) {
        let answer = result.answer
        let cells = [
            result.requestID, result.status.description, answer?.decision ?? "", answer?.failedOpen == true ? "failed_open" : "",
            answer?.caseID ?? "", answer?.fusion ?? "", String(latency), String(wait),
            String(result.message.map { $0.isNewline || $0 == "\t" ? " " : $0 }),
        ]
        let line = Array((cells.joined(separator: "\t") + "\n").utf8)
        state.withLock { state in
            if state.pending.count + line.count > Self.byteLimit {
                state.leftOutCount += 1
            } else {
                state.pending += line
            }
        }
    }

    /// Waits until everything is in the file. Blocks: not for Swift's cooperative threads, but at the end of a run.
    package func close() throws(Failure) {
        state.withLock { $0.isClosing = true }
        done.wait()
        let (problem, leftOutCount) = state.withLock { ($0.problem, $0.leftOutCount) }
        if let problem { throw Failure(description: "cannot write '\(path)': \(problem)") }
        if leftOutCount > 0 {
            throw Failure(description: "'\(path)' lacks \(leftOutCount) lines: the disk was slower than the run")
        }
    }

    private func write(to handle: FileHandle) {
        while true {
            let (bytes, isClosing) = state.withLock { state in
                defer { state.pending = [] }
                return (state.pending, state.isClosing)
            }
            do {
                if !bytes.isEmpty { try handle.write(contentsOf: bytes) }
            } catch {
                state.withLock { $0.problem = $0.problem ?? error.localizedDescription }
            }
            if isClosing, bytes.isEmpty { break }
            if bytes.isEmpty { Thread.sleep(forTimeInterval: Self.pause) }
        }
        try? handle.close()
        done.signal()
    }
}
