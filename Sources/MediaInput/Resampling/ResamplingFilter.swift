import Glibc

/// The two interpolation kernels in use, with Pillow's constants (`src/libImaging/Resample.c`).
package enum ResamplingFilter: Sendable, Hashable {
    /// Keys's cubic convolution with a = -0.5.
    case bicubic
    /// The sinc function windowed by its own main lobe, three lobes a side.
    case lanczos

    /// Half the kernel's width, in input pixels at scale 1.
    var support: Double {
        switch self {
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    // The order of operations is part of the contract: another order rounds differently.
    func weight(at position: Double) -> Double {
        switch self {
        case .bicubic:
            let a = -0.5
            let x = abs(position)
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
            return 0
        case .lanczos:
            guard -3 <= position, position < 3 else { return 0 }
            return Self.sinc(position) * Self.sinc(position / 3)
        }
    }

    private static func sinc(_ position: Double) -> Double {
        guard position != 0 else { return 1 }
        let x = position * Double.pi
        return sin(x) / x
    }
}
