import ModerationCore

/// Readings of single scalars, kept between texts: asking ICU takes a hundred times as long.
///
/// At most ``limit`` of them (about 150 bytes each); full, it is emptied, so that nobody can fill it for good with characters that no one uses.
final class ReadingCache: Sendable {
    static let limit = 1 << 16

    private let readings = ForkSafeMutex<[UInt32: ClusterReading]>([:])

    func reading(of scalar: Unicode.Scalar) -> ClusterReading? { readings.withLock { $0[scalar.value] } }

    func keep(_ reading: ClusterReading, of scalar: Unicode.Scalar) {
        readings.withLock { readings in
            if readings.count >= Self.limit { readings.removeAll() }
            readings[scalar.value] = reading
        }
    }
}
