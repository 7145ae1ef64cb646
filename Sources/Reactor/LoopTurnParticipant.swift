/// Something to do once at the end of an event loop's turn: see ``EventLoop/atEndOfTurn(_:)-(LoopTurnParticipant)``.
public protocol LoopTurnParticipant: AnyObject {
    /// On the loop.
    func loopTurnEnded()
}
