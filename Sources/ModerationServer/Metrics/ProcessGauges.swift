import Metrics
import Synchronization

/// The process under the names that Prometheus' own client libraries use.
///
/// Source: prometheus.io/docs/instrumenting/writing_clientlibs, "Process metrics".
final class ProcessGauges: Sendable {
    private let cpuSeconds = FloatingPointCounter(label: "process_cpu_seconds_total")
    private let residentBytes = Gauge(label: "process_resident_memory_bytes")
    private let virtualBytes = Gauge(label: "process_virtual_memory_bytes")
    private let openDescriptors = Gauge(label: "process_open_fds")
    private let maxDescriptors = Gauge(label: "process_max_fds")
    private let threads = Gauge(label: "process_threads")
    private let startTime = Gauge(label: "process_start_time_seconds")
    /// What was counted so far: a counter takes differences.
    private let countedCPUSeconds = Mutex(0.0)

    func set(_ status: ProcessStatus) {
        let newSeconds = countedCPUSeconds.withLock { counted in
            let difference = max(0, status.cpuSeconds - counted)
            counted += difference
            return difference
        }
        cpuSeconds.increment(by: newSeconds)
        residentBytes.record(status.residentByteCount)
        virtualBytes.record(status.virtualByteCount)
        openDescriptors.record(status.openDescriptorCount)
        maxDescriptors.record(status.maxDescriptorCount)
        threads.record(status.threadCount)
        startTime.record(status.startSeconds)
    }
}
