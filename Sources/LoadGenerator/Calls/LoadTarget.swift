package import Reactor

/// What is loaded, and with which calls.
package protocol LoadTarget: Sendable {
    /// A caller for one of a run's workers, whose connections live on its loops.
    func caller(on loops: EventLoopGroup) -> any LoadCaller
}

/// Makes the calls of one worker.
package protocol LoadCaller: Sendable {
    /// Sends call `index` of the run and returns when it has ended.
    func send(_ index: Int, deadline: ContinuousClock.Instant) async -> CallResult

    /// No call follows.
    func close()
}
