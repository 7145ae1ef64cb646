import Glibc
import ModerationServer
import Testing

struct ProcessStatusTests {
    private static let stat =
        "4242 (a (b) c) S 1 4242 4242 0 -1 4194560 1000 0 5 0 250 150 0 0 20 0 12 0 30000 104857600 2560 18446744073709551615 1 1 0"
    private static let systemStat = "cpu  1 2 3\nbtime 1700000000\nprocesses 9\n"

    private func status(_ stat: String, _ systemStat: String = systemStat) -> ProcessStatus? {
        ProcessStatus(stat: stat, systemStat: systemStat, ticksPerSecond: 100, pageByteCount: 4_096)
    }

    @Test func init_readsFieldsBehindTheName() throws {
        let found = try #require(status(Self.stat))
        #expect(found.cpuSeconds == 4)
        #expect(found.residentByteCount == 10_485_760)
        #expect(found.virtualByteCount == 104_857_600)
        #expect(found.threadCount == 12)
        #expect(found.startSeconds == 1_700_000_300)
    }

    @Test(arguments: ["", "4242", "4242 (a) S", "4242 (a) S x y z", ")"])
    func init_whenNotOfThatForm_isNil(text: String) {
        #expect(status(text) == nil)
    }

    @Test func init_withoutBootTime_isNil() { #expect(status(Self.stat, "cpu 1 2 3\n") == nil) }

    @Test func current_countsWhatIsOpened() throws {
        let before = try #require(ProcessStatus.current())
        let descriptors = (0..<50).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in descriptors { close(descriptor) } }
        let after = try #require(ProcessStatus.current())
        // Other tests open and close files at the same time.
        #expect(after.openDescriptorCount > 25)
        #expect(after.maxDescriptorCount >= Int64(after.openDescriptorCount))
        #expect(after.residentByteCount > 1 << 20)
        #expect(after.cpuSeconds >= before.cpuSeconds)
        #expect(abs(after.startSeconds - before.startSeconds) < 0.001)
    }
}
