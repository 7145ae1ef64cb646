internal import Foundation

/// A line chart as SVG: no script, no font, no file beside it.
struct Chart {
    struct Line {
        var name: String
        /// A CSS class of the page that gives its colour.
        var style: String
        /// In order of x.
        var points: [(x: Double, y: Double)]
    }

    enum Scale {
        case linear, logarithmic

        func position(_ value: Double, _ range: ClosedRange<Double>) -> Double {
            switch self {
            case .linear: (value - range.lowerBound) / max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
            case .logarithmic:
                log(max(value, range.lowerBound) / range.lowerBound)
                    / max(log(range.upperBound / range.lowerBound), .leastNormalMagnitude)
            }
        }
    }

    var title: String
    var xTitle: String
    var yTitle: String
    var lines: [Line]
    var yScale = Scale.linear
    /// Labels of the x axis in place of round numbers.
    var xLabels: [(x: Double, text: String)]?

    private static let (width, height) = (760.0, 300.0)
    private static let (left, right, top, bottom) = (64.0, 16.0, 12.0, 52.0)

    func svg() -> String {
        let points = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
        guard let leastX = points.map(\.x).min(), let mostX = points.map(\.x).max(), let mostY = points.map(\.y).max() else {
            return "<figure><figcaption>\(HTML.escaped(title))</figcaption><p>Nothing to show.</p></figure>"
        }
        let xRange = leastX...max(mostX, leastX + 1e-9)
        let leastY = yScale == .linear ? 0 : max(points.map(\.y).filter { $0 > 0 }.min() ?? 1, 1e-3)
        let yTicks = yScale == .linear ? Self.roundTicks(0...max(mostY, 1e-9)) : Self.decades(leastY...max(mostY, leastY * 1.01))
        let yRange = (yTicks.first ?? leastY)...max(yTicks.last ?? mostY, mostY)
        func place(_ x: Double, _ y: Double) -> (Double, Double) {
            let across = Scale.linear.position(x, xRange)
            let up = yScale.position(y, yRange)
            return (
                Self.left + across * (Self.width - Self.left - Self.right),
                Self.height - Self.bottom - up * (Self.height - Self.top - Self.bottom)
            )
        }
        var parts: [String] = []
        for tick in yTicks {
            let (_, y) = place(leastX, tick)
            parts.append(
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(Self.short(y))\" y2=\"\(Self.short(y))\"/>"
            )
            parts.append("<text class=\"y\" x=\"\(Self.left - 6)\" y=\"\(Self.short(y + 4))\">\(Self.label(tick))</text>")
        }
        for tick in xLabels ?? Self.roundTicks(xRange).map({ ($0, Self.label($0)) }) where xRange.contains(tick.x) {
            let (x, _) = place(tick.x, yRange.lowerBound)
            parts.append(
                "<text class=\"x\" x=\"\(Self.short(x))\" y=\"\(Self.height - Self.bottom + 22)\">\(HTML.escaped(tick.text))</text>"
            )
        }
        for line in lines {
            let path = line.points.filter { $0.x.isFinite && $0.y.isFinite }.map { point in
                let (x, y) = place(point.x, point.y)
                return "\(Self.short(x)),\(Self.short(y))"
            }
            if path.count == 1, let only = path.first?.split(separator: ",") {
                parts.append("<circle class=\"\(line.style)\" cx=\"\(only[0])\" cy=\"\(only[1])\" r=\"3\"/>")
            }
            parts.append("<polyline class=\"\(line.style)\" points=\"\(path.joined(separator: " "))\"/>")
        }
        parts.append("<text class=\"x\" x=\"\(Self.width / 2)\" y=\"\(Self.height - 6)\">\(HTML.escaped(xTitle))</text>")
        parts.append(
            "<text class=\"x\" transform=\"translate(13,\(Self.height / 2)) rotate(-90)\">\(HTML.escaped(yTitle))</text>"
        )
        let legend = lines.map { "<span class=\"key \($0.style)\">\(HTML.escaped($0.name))</span>" }.joined(separator: " ")
        return """
            <figure><figcaption>\(HTML.escaped(title))</figcaption><p class="legend">\(legend)</p>
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-label="\(HTML.escaped(title))">\(parts.joined())</svg></figure>
            """
    }

    /// Four to ten round numbers that span the range.
    static func roundTicks(_ range: ClosedRange<Double>) -> [Double] {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite else { return [range.lowerBound] }
        let rough = span / 5
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
        let first = (range.lowerBound / step).rounded(.down)
        let last = (range.upperBound / step - 1e-9).rounded(.up)
        guard last - first < 100 else { return [range.lowerBound, range.upperBound] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    private static func decades(_ range: ClosedRange<Double>) -> [Double] {
        let first = log10(range.lowerBound).rounded(.down)
        let last = max(log10(range.upperBound).rounded(.up), first + 1)
        return stride(from: first, through: last, by: 1).map { pow(10, $0) }
    }

    private static func short(_ value: Double) -> String { String((value * 10).rounded() / 10) }

    private static func label(_ value: Double) -> String {
        let rounded = (value * 1_000).rounded() / 1_000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
    }
}
