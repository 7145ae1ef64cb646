import Foundation

/// Does the work that Benchmarks/screening/bench.py asks for, one line of standard input at a time, and answers each with a line:
/// `key=value` pairs, or `error: …`. Fingerprints and results go through files.
@main
enum ScreeningBench {
    static func main() async throws {
        let work = IndexWork()
        let rulesWork = RulesWork()
        let stageOneWork = try StageOneWork()
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            do {
                let subject = words.first?.split(separator: "-").first
                switch subject {
                case "rules": print(try rulesWork.answer(words))
                case "stage1": print(try await stageOneWork.answer(words))
                default: print(try work.answer(words))
                }
            } catch {
                print("error: \(error)")
            }
            fflush(nil)
        }
    }

    /// Since some moment; of the processor's time that this thread had, when `ofThread`.
    static func nanoseconds(ofThread: Bool = false) -> Int {
        var time = timespec()
        clock_gettime(ofThread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
