/// What rules and banks still find after texts and photos were changed the way evaders change them.
public struct EvasionReport: Sendable, Equatable {
    /// What a row's rate has to reach.
    public enum Target: Sendable, Equatable {
        case atLeast(Double)
        case atMost(Double)
        /// Reported, gates nothing.
        case none

        func isMet(by rate: Double) -> Bool {
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

        public init(mutation: String, detector: String, foundCount: Int, sampleCount: Int, target: Target = .none) {
            self.mutation = mutation
            self.detector = detector
            self.foundCount = foundCount
            self.sampleCount = sampleCount
            self.target = target
        }

        /// 0…1; 0 without samples.
        public var rate: Double { sampleCount > 0 ? Double(foundCount) / Double(sampleCount) : 0 }

        /// A row without samples proves nothing, and meets no target.
        public var isMet: Bool { target == .none || (sampleCount > 0 && target.isMet(by: rate)) }
    }

    public var rows: [Row]
    /// For people: what was skipped and why, which samples were left out.
    public var remarks: [String]

    public init(rows: [Row] = [], remarks: [String] = []) {
        self.rows = rows
        self.remarks = remarks
    }

    public var isPassed: Bool { rows.allSatisfy(\.isMet) }

    public static func + (left: EvasionReport, right: EvasionReport) -> EvasionReport {
        EvasionReport(rows: left.rows + right.rows, remarks: left.remarks + right.remarks)
    }
}
