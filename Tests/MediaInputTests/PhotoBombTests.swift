import Glibc
import MediaInput
import Testing

/// Small files made to cost much: each is refused by a typed error before it costs anything, or read within a bound.
struct PhotoBombTests {
    /// The files themselves are 60 MiB, the largest picture that the limits let through is 150 MB, and the dearest code tables are 340 MiB.
    static let residentByteLimit = 700 << 20
    /// Many times what they take on a machine that does nothing else.
    static let cpuSecondLimit = 60.0

    #if !DEBUG
        /// In a process of its own, so that its memory is that of the bombs.
        @Test func read_ofEveryBomb_staysWithinMemoryAndTime() async throws {
            let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try PhotoBombTests.readAll()
            }
            let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
            let lines = output.split(separator: "\n").filter { $0.hasPrefix("BOMB") || $0.hasPrefix("MEASURED") }
            print(lines.joined(separator: "\n"))
        }
    #endif

    static func readAll() throws {
        let reader = PhotoReader(fingerprintsPDQ: true)
        var total = 0.0
        for bomb in try PhotoBomb.all() {
            let before = usage().cpuSeconds
            let failure = reader.failure(of: bomb.file)
            let after = usage()
            total += after.cpuSeconds - before
            let cost = "\(Int((after.cpuSeconds - before) * 1_000)) ms, peak \(after.residentByteCount >> 20) MiB"
            print("BOMB \(bomb.name) (\(bomb.file.count) bytes): \(cost): \(failure.map(\.description) ?? "read")")
            #expect(failure == bomb.refusal, "\(bomb.name)")
        }
        let peak = usage().residentByteCount
        print(
            "MEASURED bombs: \(total) s of CPU (bound \(cpuSecondLimit)), peak \(peak >> 20) MiB (bound \(residentByteLimit >> 20))"
        )
        #expect(peak < residentByteLimit)
        #expect(total < cpuSecondLimit)
    }

    static func usage() -> (cpuSeconds: Double, residentByteCount: Int) {
        var usage = rusage()
        // RUSAGE_SELF, which glibc declares as an enumeration of another type.
        getrusage(0, &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return (seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000, usage.ru_maxrss << 10)
    }
}
