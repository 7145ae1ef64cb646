extension EvasionReport {
    /// A line a row, columns aligned, then the remarks.
    public func rendered() -> String {
        let header = ["mutation", "detector", "found", "of", "rate", "target", ""]
        let cells = [header] + rows.map(Self.cells)
        let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let lines = cells.map { row in
            let padded = zip(row, widths).enumerated().map { column, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return (2...4).contains(column) ? space + cell.0 : cell.0 + space
            }
            return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
        return (lines + remarks).joined(separator: "\n")
    }

    private static func cells(_ row: Row) -> [String] {
        let target =
            switch row.target {
            case .atLeast(let least): "≥ \(number(least))"
            case .atMost(let most): "≤ \(number(most))"
            case .none: ""
            }
        return [
            row.mutation, row.detector, "\(row.foundCount)", "\(row.sampleCount)", number(row.rate), target,
            row.remark,
        ]
    }

    /// Four decimals: one false match among ten thousand shows.
    private static func number(_ value: Double) -> String {
        let tenThousandths = Int((value * 10_000).rounded())
        let fraction = String(10_000 + tenThousandths % 10_000).dropFirst()
        return "\(tenThousandths / 10_000).\(fraction)"
    }
}
