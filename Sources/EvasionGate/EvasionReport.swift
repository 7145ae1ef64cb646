/// What rules and banks still find after texts and photos were changed the way evaders change them.
public struct EvasionReport: Sendable, Equatable {
    /// What a row's rate has to reach.
    public enum Target: Sendable, Equatable {
        case atLeast(Double)
        case atMost(Double)
        /// Reported, gates nothing.
        case none

        public func isMet(by rate: Double) -> Bool {
            switch self {
            case .atLeast(let least): rate >= least
            case .atMost(let most): rate <= most
            case .none: true
            }
        }
    }

    /// One mutation, or one set of innocent samples, as one detector sees it.
    public struct Row: Sendable, Equatable {
        /// For example `homoglyph`, `crop 5 %`, `benign phrases`.
        public var mutation: String
        /// For example `rules`, `phash64`, `pdq256`.
        public var detector: String
        public var foundCount: Int
        public var sampleCount: Int
        public var target: Target
        /// With fewer samples a rate says too little to pass or fail by.
        public var leastSampleCount: Int
        /// Whether a row with a target and too few samples fails; else it is reported, and says that it gates nothing.
        public var needsSamples: Bool

        public init(
            mutation: String,
            detector: String,
            foundCount: Int,
            sampleCount: Int,
            target: Target = .none,
            leastSampleCount: Int = 1,
            needsSamples: Bool = true
        ) {
            self.mutation = mutation
            self.detector = detector
            self.foundCount = foundCount
            self.sampleCount = sampleCount
            self.target = target
            self.leastSampleCount = leastSampleCount
            self.needsSamples = needsSamples
        }

        /// 0…1; 0 without samples.
        public var rate: Double { sampleCount > 0 ? Double(foundCount) / Double(sampleCount) : 0 }

        /// A row with too few samples proves nothing, and meets no target.
        public var hasEnoughSamples: Bool { sampleCount >= max(leastSampleCount, 1) }

        public var isMet: Bool {
            if target == .none { return true }
            return hasEnoughSamples ? target.isMet(by: rate) : !needsSamples
        }

        /// What people have to know of the row beside its figures; empty when all is well.
        public var remark: String {
            if target == .none { return "" }
            if hasEnoughSamples { return target.isMet(by: rate) ? "" : "MISSED" }
            return needsSamples
                ? "TOO FEW SAMPLES: at least \(leastSampleCount) are needed" : "not gated: fewer than \(leastSampleCount) samples"
        }
    }

    public var rows: [Row]
    /// For people: what was skipped and why, which samples were left out.
    public var remarks: [String]

    public init(rows: [Row] = [], remarks: [String] = []) {
        self.rows = rows
        self.remarks = remarks
    }

    public var isPassed: Bool { rows.allSatisfy(\.isMet) }

    /// The same with `prefix` before the name of each row and before each remark, to tell it from others in one table.
    public func named(_ prefix: String) -> EvasionReport {
        var named = self
        for index in named.rows.indices { named.rows[index].mutation = prefix + named.rows[index].mutation }
        named.remarks = remarks.map { prefix + $0 }
        return named
    }

    public static func + (left: EvasionReport, right: EvasionReport) -> EvasionReport {
        EvasionReport(rows: left.rows + right.rows, remarks: left.remarks + right.remarks)
    }
}
