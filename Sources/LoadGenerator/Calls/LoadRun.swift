import Foundation
package import GRPCTransport
package import ModerationAPI

/// Sends every call of a schedule at its time, and waits for the answers.
package struct LoadRun: Sendable {
    let clients: [HolsterV1.ModerationService.Client]
    /// Sent in turn; each call gets a request id of its own.
    let requests: [HolsterV1.CheckRequest]
    let schedule: ConstantArrivals
    let timeout: Duration
    let maxOutstanding: Int
    /// Of every call: who it comes from.
    let metadata: GRPCMetadata
    let tally: CallTally
    let showsProgress: Bool

    package init(
        clients: [HolsterV1.ModerationService.Client],
        requests: [HolsterV1.CheckRequest],
        schedule: ConstantArrivals,
        timeout: Duration,
        maxOutstanding: Int,
        metadata: GRPCMetadata = GRPCMetadata(),
        tally: CallTally,
        showsProgress: Bool
    ) {
        self.clients = clients
        self.requests = requests
        self.schedule = schedule
        self.timeout = timeout
        self.maxOutstanding = maxOutstanding
        self.metadata = metadata
        self.tally = tally
        self.showsProgress = showsProgress
    }

    /// Returns how long it took from the first intended send to the last answer.
    package func perform() async -> Duration {
        let runID = UUID().uuidString.prefix(8)
        let start = ContinuousClock.now.advanced(by: .milliseconds(50))
        await withDiscardingTaskGroup { group in
            var nextProgress = start.advanced(by: .seconds(1))
            for index in 0..<schedule.count {
                let intended = start.advanced(by: schedule.offset(ofCall: index))
                if intended > .now { try? await Task.sleep(until: intended, clock: .continuous) }
                guard tally.begin(limit: maxOutstanding) else {
                    tally.notSent()
                    continue
                }
                var request = requests[index % requests.count]
                request.requestID = "\(runID)-\(index)"
                let client = clients[index % clients.count]
                group.addTask { [request] in await call(client, request, intended: intended) }
                if showsProgress, intended >= nextProgress {
                    nextProgress = nextProgress.advanced(by: .seconds(1))
                    FileHandle.standardError.write(Data("\r\(index + 1)/\(schedule.count) sent, \(tally.progress())   ".utf8))
                }
            }
        }
        if showsProgress { FileHandle.standardError.write(Data("\n".utf8)) }
        return start.duration(to: .now)
    }

    private func call(
        _ client: HolsterV1.ModerationService.Client,
        _ request: HolsterV1.CheckRequest,
        intended: ContinuousClock.Instant
    ) async {
        let sent = ContinuousClock.now
        do throws(GRPCStatus) {
            let verdict = try await client.check(request, deadline: sent.advanced(by: timeout), metadata: metadata)
            let now = ContinuousClock.now
            tally.finish(
                .answered(verdict),
                requestID: request.requestID,
                latency: intended.duration(to: now),
                wait: sent.duration(to: now)
            )
        } catch {
            let now = ContinuousClock.now
            tally.finish(
                .failed(error),
                requestID: request.requestID,
                latency: intended.duration(to: now),
                wait: sent.duration(to: now)
            )
        }
    }
}
