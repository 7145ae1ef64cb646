import Testing

/// Whole stacks of real servers: one at a time, since two cores hold no more.
@Suite(.serialized, .enabled(if: RealStack.isPossible))
enum EndToEnd {}
