import Foundation
import MediaInput

/// Does one piece of work many times and prints what one took, in nanoseconds. Driven by Benchmarks/preprocessing/bench.py, which does the
/// peers' work in between, so that both see the same machine.
///
/// Standard input, a line each: `WORK ARGUMENT… COUNT`. Standard output: the median of COUNT runs, or `error: …`. With arguments, does that
/// one work and ends: what callgrind counts.
@main
enum PreprocessingBench {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if !arguments.isEmpty { return answer(arguments) }
        while let line = readLine() { answer(line.split(separator: " ").map(String.init)) }
    }

    private static func answer(_ words: [String]) {
        do { print(try median(words)) } catch { print("error: \(error)") }
        fflush(nil)
    }

    private static func median(_ words: [String]) throws -> Int {
        guard let count = words.last.flatMap({ Int($0) }), count > 0, let name = words.first else { throw Usage() }
        let arguments = Array(words.dropFirst().dropLast())
        var times: [Int] = []
        times.reserveCapacity(count)
        try Work.run(name, arguments) { work in
            for _ in 0..<count {
                let start = clock_gettime_nsec()
                try work()
                times.append(clock_gettime_nsec() - start)
            }
        }
        return times.sorted()[times.count / 2]
    }

    private static func clock_gettime_nsec() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String { "usage: WORK ARGUMENT… COUNT, where WORK is one of \(Work.names)" }
    }
}
