import GRPCTransport
import HTTP2Transport
import ModerationAPI
import Synchronization

/// Knows callers by token or certificate, and keeps each to its roles and within its quotas.
///
/// Health stays open to everybody, so that an orchestrator needs no token. All anonymous callers, where they are let in at all, share one quota.
//
// A Mutex around one small state: it is held for a dictionary access and some arithmetic, never while something else is called.
package final class CallerGate: GRPCCallGate {
    private struct State: Sendable {
        var book: CallerBook
        var stamp: FileStamp?
    }

    private let settings: CallerSettings
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>
    private let metrics: CallerMetrics

    /// Reads the token file; blocks for that.
    package init(
        _ settings: CallerSettings,
        metrics: CallerMetrics = CallerMetrics(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws {
        self.settings = settings
        self.metrics = metrics
        self.now = now
        let stamp = settings.tokenFile.flatMap { FileStamp(of: $0) }
        let list = try settings.readList()
        state = Mutex(State(book: CallerBook(list: list, defaults: settings.quota), stamp: stamp))
        metrics.setAllowsAnonymous(settings.allowsAnonymous)
    }

    /// Callers in the token file.
    package var callerCount: Int { state.withLock { $0.book.list.entries.count } }

    package func admit(_ call: GRPCCallHead) throws(GRPCStatus) -> any GRPCCallPermit {
        if isOpen(call.path) { return OpenPermit() }
        let caller: String
        do {
            caller = try identify(call)
        } catch {
            metrics.count(caller: CallerList.anonymous, "unauthenticated")
            throw error
        }
        let needed = CallerRole.needed(for: call.path)
        let now = now()
        let (refusal, isListed, isAllowed) = state.withLock { state -> (QuotaRefusal?, Bool, Bool) in
            let entry = state.book.list.entries[caller]
            if let needed, !roles(of: caller, entry).allow(needed) { return (nil, entry != nil, false) }
            do throws(QuotaRefusal) {
                try state.book.admit(caller, now: now)
                return (nil, entry != nil, true)
            } catch {
                return (error, entry != nil, true)
            }
        }
        let label = isListed || caller == CallerList.anonymous ? caller : "certificate"
        if let needed, !isAllowed {
            metrics.count(caller: label, "forbidden")
            throw Self.status(lacking: needed, caller, call.path)
        }
        metrics.count(caller: label, refusal?.quota.rawValue ?? "admitted")
        if let refusal { throw Self.status(refusal, caller) }
        return CallerPermit(gate: self, name: caller, label: label)
    }

    private static let healthPaths = [GRPCHealthV1.HealthService.check.path, GRPCHealthV1.HealthService.watch.path]
    private static let reflectionPaths = [
        GRPCReflection.ReflectionService.info.path, GRPCReflection.ReflectionService.alphaInfo.path,
    ]

    private func isOpen(_ path: String) -> Bool {
        Self.healthPaths.contains(path) || settings.opensReflection && Self.reflectionPaths.contains(path)
    }

    private func roles(of caller: String, _ entry: CallerList.Entry?) -> CallerRoles {
        caller == CallerList.anonymous ? settings.anonymousRoles : entry?.roles ?? .check
    }

    private func identify(_ call: GRPCCallHead) throws(GRPCStatus) -> String {
        switch CallerClaim(call, certificateName: settings.certificateName) {
        case .certificate(let name):
            guard name != CallerList.anonymous else {
                throw GRPCStatus(.unauthenticated, "'\(name)' stands for callers without identity")
            }
            return name
        case .token(let token):
            if let name = state.withLock({ $0.book.list }).name(ofToken: token) { return name }
            throw GRPCStatus(.unauthenticated, "the token is not known here")
        case .unusable(let reason): throw GRPCStatus(.unauthenticated, reason)
        case .none:
            guard settings.allowsAnonymous else {
                throw GRPCStatus(
                    .unauthenticated,
                    "who calls is not known: send 'authorization: Bearer TOKEN', or use a client certificate"
                )
            }
            return CallerList.anonymous
        }
    }

    /// One more message of a stream, worth a call.
    fileprivate func admitMessage(_ caller: String, label: String) throws(GRPCStatus) {
        let now = now()
        let (refusal, isGone) = state.withLock { state -> (QuotaRefusal?, Bool) in
            // Whoever was known by the token file alone is gone with its line.
            if label != "certificate", label != CallerList.anonymous, state.book.list.entries[caller] == nil {
                return (nil, true)
            }
            do throws(QuotaRefusal) {
                try state.book.charge(caller, now: now)
                return (nil, false)
            } catch {
                return (error, false)
            }
        }
        if isGone { throw GRPCStatus(.unauthenticated, "caller '\(caller.prefix(200))' is no longer known here") }
        guard let refusal else { return }
        metrics.count(caller: label, refusal.quota.rawValue)
        throw Self.status(refusal, caller)
    }

    /// Of a permit that is still open.
    fileprivate func receive(byteCount: Int, _ caller: String, label: String) throws(GRPCStatus) {
        let now = now()
        let refusal = state.withLock { state -> QuotaRefusal? in
            do throws(QuotaRefusal) {
                try state.book.receive(byteCount: byteCount, from: caller, now: now)
                return nil
            } catch {
                return error
            }
        }
        guard let refusal else { return }
        metrics.count(caller: label, refusal.quota.rawValue)
        throw Self.status(refusal, caller)
    }

    fileprivate func release(_ caller: String) { state.withLock { $0.book.release(caller) } }

    /// Reads the token file anew where it changed since the last attempt; what was in use stays on any error, which is thrown once. Blocks
    /// for the read.
    @discardableResult package func reloadIfChanged() throws -> Bool {
        guard let file = settings.tokenFile else { return false }
        let stamp = FileStamp(of: file)
        let isNew = state.withLock { state in
            guard state.stamp != stamp else { return false }
            state.stamp = stamp
            return true
        }
        guard isNew else { return false }
        let list = try settings.readList()
        state.withLock { $0.book.replace(list) }
        return true
    }

    private static func status(lacking role: CallerRole, _ caller: String, _ path: String) -> GRPCStatus {
        let wanted = role == .read ? "'read' or 'curate'" : "'\(role.rawValue)'"
        let how =
            caller == CallerList.anonymous
            ? "callers without identity may not: send 'authorization: Bearer TOKEN' of a caller that has it"
            : "give it in the server's token file: role=\(role.rawValue)"
        return GRPCStatus(.permissionDenied, "caller '\(caller.prefix(200))' lacks the role \(wanted) that \(path) needs; \(how)")
    }

    private static func status(_ refusal: QuotaRefusal, _ caller: String) -> GRPCStatus {
        GRPCStatus(.resourceExhausted, "caller '\(caller.prefix(200))' is \(refusal)")
    }
}

/// One call of a known caller; given back once, however often and from wherever it is ended.
private final class CallerPermit: GRPCCallPermit {
    private let gate: CallerGate
    private let name: String
    private let label: String
    private let isOver = Atomic<Bool>(false)

    var caller: String? { name }

    init(gate: CallerGate, name: String, label: String) {
        self.gate = gate
        self.name = name
        self.label = label
    }

    deinit { ended() }

    func received(byteCount: Int) throws(GRPCStatus) { try gate.receive(byteCount: byteCount, name, label: label) }

    func admitMessage() throws(GRPCStatus) { try gate.admitMessage(name, label: label) }

    func ended() {
        guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
        gate.release(name)
    }
}

/// A call that needs no identity.
private final class OpenPermit: GRPCCallPermit {
    var caller: String? { nil }
    func received(byteCount: Int) {}
    func admitMessage() {}
    func ended() {}
}
