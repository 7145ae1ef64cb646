import Foundation
import Glibc

/// The name the kernel shows for this thread.
func currentThreadName() -> String {
    let text = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
    return (text ?? "").trimmingCharacters(in: .newlines)
}
