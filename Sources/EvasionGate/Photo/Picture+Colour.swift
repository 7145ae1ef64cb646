extension Picture {
    /// Every level times `factor`.
    func brightened(_ factor: Double) -> Picture { mapped { Double($0) * factor } }

    /// Every level's distance from the middle times `factor`.
    func contrasted(_ factor: Double) -> Picture { mapped { 127.5 + (Double($0) - 127.5) * factor } }

    /// Its luma (ITU-R 601) in all three colours.
    func greyed() -> Picture {
        var result = self
        for start in stride(from: 0, to: samples.count, by: 3) {
            let luma = (299 * Int(samples[start]) + 587 * Int(samples[start + 1]) + 114 * Int(samples[start + 2]) + 500) / 1_000
            for channel in 0..<3 { result.samples[start + channel] = UInt8(luma) }
        }
        return result
    }

    /// The mean of a square of `2 * radius + 1`, twice: nearly a Gaussian.
    func blurred(radius: Int) -> Picture {
        var result = self
        for _ in 0..<2 {
            result = result.averaged(radius: radius, step: 3, count: width, lineStep: 3 * width, lineCount: height)
            result = result.averaged(radius: radius, step: 3 * width, count: height, lineStep: 3, lineCount: width)
        }
        return result
    }

    /// Running means along lines of `count` pixels, `step` samples apart; beyond the ends the last pixel goes on.
    private func averaged(radius: Int, step: Int, count: Int, lineStep: Int, lineCount: Int) -> Picture {
        var result = self
        let size = 2 * radius + 1
        for line in 0..<lineCount {
            for channel in 0..<3 {
                let start = line * lineStep + channel
                func sample(_ index: Int) -> Int { Int(samples[start + step * min(count - 1, max(0, index))]) }
                var sum = (-radius...radius).reduce(0) { $0 + sample($1) }
                for index in 0..<count {
                    result.samples[start + step * index] = UInt8((sum + size / 2) / size)
                    sum += sample(index + radius + 1) - sample(index - radius)
                }
            }
        }
        return result
    }
}
