import Foundation
import Glibc

/// What the kernel says of a process; man 5 proc.
package struct ProcessStatus: Sendable, Equatable {
    package var cpuSeconds: Double
    package var residentByteCount: Int64
    package var virtualByteCount: Int64
    package var threadCount: Int64
    /// Seconds since 1970.
    package var startSeconds: Double
    package var openDescriptorCount = 0
    package var maxDescriptorCount: Int64 = 0

    /// `stat` is `/proc/PID/stat`, `systemStat` is `/proc/stat`; `nil` when one of them is not of that form.
    package init?(stat: String, systemStat: String, ticksPerSecond: Int, pageByteCount: Int) {
        // The second field is the program's name in parentheses, and may hold spaces and parentheses of its own.
        guard let nameEnd = stat.lastIndex(of: ")"), ticksPerSecond > 0, pageByteCount > 0 else { return nil }
        let fields = stat[stat.index(after: nameEnd)...].split(whereSeparator: \.isWhitespace)
        let bootLine = systemStat.split(separator: "\n").first { $0.hasPrefix("btime ") }
        // Fields are numbered from 1 in the manual, and the first here is the third: utime 14, threads 20, starttime 22, vsize 23, rss 24.
        func field(_ number: Int) -> Int64? { fields.indices.contains(number - 3) ? Int64(fields[number - 3]) : nil }
        guard let boot = bootLine.flatMap({ Double($0.dropFirst(6)) }),
            let user = field(14), let system = field(15), let threads = field(20), let start = field(22),
            let virtual = field(23), let pages = field(24)
        else { return nil }
        let ticks = Double(ticksPerSecond)
        cpuSeconds = (Double(user) + Double(system)) / ticks
        residentByteCount = pages.multipliedReportingOverflow(by: Int64(pageByteCount)).partialValue
        virtualByteCount = virtual
        threadCount = threads
        startSeconds = boot + Double(start) / ticks
    }

    /// This process; `nil` where `/proc` is not to be had.
    package static func current() -> ProcessStatus? {
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let systemStat = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
            var status = ProcessStatus(
                stat: stat,
                systemStat: systemStat,
                ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
                pageByteCount: sysconf(Int32(_SC_PAGESIZE))
            )
        else { return nil }
        status.openDescriptorCount = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            status.maxDescriptorCount = Int64(clamping: limit.rlim_cur)
        }
        return status
    }
}
