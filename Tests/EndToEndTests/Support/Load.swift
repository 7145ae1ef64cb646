import Foundation

/// A run of `holster-load`, and what its ledger says of each call.
struct Load {
    struct Call {
        let requestID, status, decision: String
        let failedOpen: Bool
        let caseID, fusionVersion: String
        /// From the actual send.
        let waitMicroseconds: Int
        /// The status's, for calls that got no verdict.
        let message: String
    }

    let process: Process
    let ledger: URL
    let log: URL

    func finish() throws -> [Call] {
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Shell.Failure(description: "holster-load: \(try String(contentsOf: log, encoding: .utf8))")
        }
        return try String(contentsOf: ledger, encoding: .utf8).split(separator: "\n").map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 9, let wait = Int(cells[7]) else { throw Shell.Failure(description: "ledger line '\(line)'") }
            return Call(
                requestID: cells[0],
                status: cells[1],
                decision: cells[2],
                failedOpen: cells[3] == "failed_open",
                caseID: cells[4],
                fusionVersion: cells[5],
                waitMicroseconds: wait,
                message: cells[8]
            )
        }
    }
}
