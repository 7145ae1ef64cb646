import Metrics
import ModerationPipeline

/// What is read at the moment of a scrape: checks under way, and the process.
struct ScrapeGauges: Sendable {
    let admission: AdmissionGate
    let process: ProcessGauges
    private let inFlight = Gauge(label: "holster_checks_in_flight")
    private let limit = Gauge(label: "holster_checks_in_flight_limit")
    private let build = Gauge(label: "holster_build_info", dimensions: [("version", BuildVersion.text)])

    init(admission: AdmissionGate, process: ProcessGauges) {
        self.admission = admission
        self.process = process
    }

    func set() {
        inFlight.record(admission.inFlightCount)
        limit.record(admission.limit)
        build.record(1)
        if let status = ProcessStatus.current() { process.set(status) }
    }
}
