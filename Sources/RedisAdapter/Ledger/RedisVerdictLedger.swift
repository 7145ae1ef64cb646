internal import Foundation
public import ModerationCore

/// One decision a request id, over all orchestrators, in `holster:verdict:REQUEST_ID`.
///
/// A claim is `SET NX` with a short life, so that an orchestrator that dies gives its requests back by itself. Each command waits
/// ``commandBudget`` at most: a slow Redis gives ``RequestClaim/unchecked``, never a late verdict.
public final class RedisVerdictLedger: VerdictLedger, Sendable {
    /// Longer than the longest deadline (10 s), so that a claim outlives the decision it is for.
    public static let claimLifetime: Duration = .seconds(15)
    public static let verdictLifetime: Duration = .seconds(24 * 3_600)

    private let client: RedisClient
    private let commandBudget: Duration
    /// What is left of the deadline when polling stops: time for the answer to get out.
    private let margin: Duration
    private let now: @Sendable () -> ContinuousClock.Instant
    /// Names this ledger's claims; random, so that a restarted orchestrator is another one.
    private let owner: String

    public init(
        client: RedisClient,
        time: TimeSource,
        commandBudget: Duration = .milliseconds(25),
        margin: Duration = .milliseconds(20)
    ) {
        self.client = client
        self.commandBudget = commandBudget
        self.margin = margin
        now = time.monotonicNow
        owner = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    public func claim(requestID: String, contentDigest: String, deadline: Deadline) async -> RequestClaim {
        let key = Self.key(requestID)
        let mine = LedgerEntry.claim(contentDigest: contentDigest, owner: owner).bytes
        let seconds = String(Self.claimLifetime.components.seconds)
        let set = RedisCommand([Array("SET".utf8), key, mine, Array("NX".utf8), Array("EX".utf8), Array(seconds.utf8)])
        let last = deadline.earlier(by: margin)
        var wait: Duration = .milliseconds(5)
        var isHeldElsewhere = false
        while true {
            do throws(RedisFailure) {
                if try await client.send(set, deadline: budget(deadline)) == .status("OK") { return .claimed }
                isHeldElsewhere = true
                let held = try await client.send(RedisCommand([Array("GET".utf8), key]), deadline: budget(deadline))
                if held == .null {
                    // Gone again: expired or abandoned in between, so the next round claims it.
                    isHeldElsewhere = false
                } else if let claim = Self.outcome(held, contentDigest: contentDigest) {
                    return claim
                }
            } catch {
                // The key holds no claim at all: it is no string.
                if case .refused = error { return .unchecked }
                // Another decides: that it was not heard of again, for lack of time or of Redis, does not make it ours.
                return isHeldElsewhere ? .pending : .unchecked
            }
            if now().advanced(by: wait) >= last.instant { return .pending }
            // Cancelled callers stop waiting too.
            do { try await Task.sleep(for: wait) } catch { return .pending }
            wait = min(wait * 2, .milliseconds(40))
        }
    }

    public func fulfil(requestID: String, contentDigest: String, verdict: StoredVerdict, deadline: Deadline) async {
        let entry = LedgerEntry.verdict(contentDigest: contentDigest, json: Array(verdict.json.utf8))
        let seconds = String(Self.verdictLifetime.components.seconds)
        _ = try? await client.send(
            Self.script(
                Self.fulfilScript,
                key: Self.key(requestID),
                [Array("claim:\(contentDigest):".utf8), entry.bytes, Array(seconds.utf8)]
            ),
            deadline: budget(deadline)
        )
    }

    public func abandon(requestID: String, contentDigest: String) async {
        let mine = LedgerEntry.claim(contentDigest: contentDigest, owner: owner).bytes
        _ = try? await client.send(
            Self.script(Self.abandonScript, key: Self.key(requestID), [mine]),
            deadline: .after(commandBudget, from: now())
        )
    }

    /// Keeps a verdict where there is none: the first answer stays the one that replays give, and a verdict on other content is
    /// never replaced.
    private static let fulfilScript = """
        local held = redis.call('GET', KEYS[1])
        if held and string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
        return 1
        """

    private static let abandonScript = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
        return 0
        """

    private static func key(_ requestID: String) -> [UInt8] { Array("holster:verdict:\(requestID)".utf8) }

    private static func script(_ text: String, key: [UInt8], _ arguments: [[UInt8]]) -> RedisCommand {
        RedisCommand([Array("EVAL".utf8), Array(text.utf8), [UInt8(ascii: "1")], key] + arguments)
    }

    /// `nil` while another's claim on the same content stands. What cannot be read counts as no ledger at all.
    private static func outcome(_ reply: RedisReply, contentDigest: String) -> RequestClaim? {
        guard let entry = reply.bytes.flatMap({ LedgerEntry($0) }) else { return .unchecked }
        guard entry.contentDigest == contentDigest else { return .contentDiffers }
        guard case .verdict(_, let json) = entry else { return nil }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        guard var verdict = try? decoder.decode(Verdict.self, from: Data(json)) else { return .unchecked }
        verdict.isReplayed = true
        return .decided(verdict)
    }

    private func budget(_ deadline: Deadline) -> Deadline { min(deadline, .after(commandBudget, from: now())) }
}
