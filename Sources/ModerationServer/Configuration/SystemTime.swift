import Foundation
import ModerationCore

extension TimeSource {
    /// The machine's own clocks.
    package static let system = TimeSource(
        monotonicNow: { .now },
        wallNow: { UnixTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
    )
}
