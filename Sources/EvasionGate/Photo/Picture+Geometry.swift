import Foundation
import ModerationCore

extension Picture {
    /// By a triangle filter, widened where the picture shrinks. A side never shrinks below 8 pixels.
    func resized(across: Double, down: Double) -> Picture {
        resized(width: max(8, Int((Double(width) * across).rounded())), height: max(8, Int((Double(height) * down).rounded())))
    }

    func resized(width newWidth: Int, height newHeight: Int) -> Picture {
        let (columns, rows) = (Self.taps(from: width, to: newWidth), Self.taps(from: height, to: newHeight))
        var narrow = [Float](repeating: 0, count: newWidth * height * 3)
        for y in 0..<height {
            for x in 0..<newWidth {
                for (index, weight) in columns[x].weights.enumerated() {
                    let from = 3 * (y * width + columns[x].first + index)
                    let to = 3 * (y * newWidth + x)
                    for channel in 0..<3 { narrow[to + channel] += weight * Float(samples[from + channel]) }
                }
            }
        }
        var result = Picture(width: newWidth, height: newHeight, grey: 0)
        var line = [Float](repeating: 0, count: newWidth * 3)
        for y in 0..<newHeight {
            for index in line.indices { line[index] = 0.5 }
            for (row, weight) in rows[y].weights.enumerated() {
                let from = 3 * (rows[y].first + row) * newWidth
                for index in line.indices { line[index] += weight * narrow[from + index] }
            }
            for index in line.indices { result.samples[y * newWidth * 3 + index] = UInt8(min(255, max(0, line[index]))) }
        }
        return result
    }

    /// The inputs of each output along one side, with weights that sum to 1.
    private static func taps(from inputCount: Int, to outputCount: Int) -> [(first: Int, weights: [Float])] {
        let step = Double(inputCount) / Double(outputCount)
        let reach = max(1, step)
        return (0..<outputCount).map { output in
            let middle = (Double(output) + 0.5) * step - 0.5
            let first = max(0, Int((middle - reach).rounded(.up)))
            let last = min(inputCount - 1, Int((middle + reach).rounded(.down)))
            let weights = (first...last).map { max(0, 1 - abs(Double($0) - middle) / reach) }
            let sum = weights.reduce(0, +)
            return (first, weights.map { Float($0 / sum) })
        }
    }

    /// Turned as `orientation` says.
    package func turned(_ orientation: Orientation) -> Picture {
        switch orientation {
        case .upright: self
        case .rotated90: rearranged(width: height, height: width) { x, y in (y, height - 1 - x) }
        case .rotated180: rearranged(width: width, height: height) { x, y in (width - 1 - x, height - 1 - y) }
        case .rotated270: rearranged(width: height, height: width) { x, y in (width - 1 - y, x) }
        case .mirrored: rearranged(width: width, height: height) { x, y in (width - 1 - x, y) }
        case .mirroredRotated90: turned(.mirrored).turned(.rotated90)
        case .mirroredRotated180: turned(.mirrored).turned(.rotated180)
        case .mirroredRotated270: turned(.mirrored).turned(.rotated270)
        }
    }

    /// Takes `share` off the width and off the height, divided between both ends by chance.
    func cropped(by share: Double, using random: inout MutationRandom) -> Picture {
        let (narrower, lower) = (Int(Double(width) * share), Int(Double(height) * share))
        let (left, top) = (Int.random(in: 0...narrower, using: &random), Int.random(in: 0...lower, using: &random))
        return rearranged(width: width - narrower, height: height - lower) { x, y in (x + left, y + top) }
    }

    /// A border on all sides, its width `share` of the shorter side, of one grey.
    func framed(by share: Double, grey level: UInt8) -> Picture {
        let edge = Int((Double(min(width, height)) * share).rounded())
        var result = Picture(width: width + 2 * edge, height: height + 2 * edge, grey: level)
        result.paste(self, left: edge, top: edge)
        return result
    }

    /// The same border, of the picture itself enlarged and blurred.
    func framedByItself(_ share: Double) -> Picture {
        let edge = Int((Double(min(width, height)) * share).rounded())
        var result = resized(across: 1.0 / 16, down: 1.0 / 16).resized(width: width + 2 * edge, height: height + 2 * edge)
        result.paste(self, left: edge, top: edge)
        return result
    }

    /// Turned about its middle, clockwise; corners that come from outside are white.
    func tilted(degrees: Double) -> Picture {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
        var result = Picture(width: width, height: height, grey: 255)
        for y in 0..<height {
            for x in 0..<width {
                let (right, down) = (Double(x) - middleX, Double(y) - middleY)
                let (fromX, fromY) = (middleX + right * cosine + down * sine, middleY - right * sine + down * cosine)
                guard fromX >= 0, fromY >= 0, fromX < Double(width - 1), fromY < Double(height - 1) else { continue }
                let (left, top) = (Int(fromX), Int(fromY))
                let (shareX, shareY) = (fromX - Double(left), fromY - Double(top))
                for channel in 0..<3 {
                    let from = 3 * (top * width + left) + channel
                    let upper = Double(samples[from]) * (1 - shareX) + Double(samples[from + 3]) * shareX
                    let lower =
                        Double(samples[from + 3 * width]) * (1 - shareX) + Double(samples[from + 3 * width + 3]) * shareX
                    result.samples[3 * (y * width + x) + channel] = Self.level(upper * (1 - shareY) + lower * shareY)
                }
            }
        }
        return result
    }
}
