import Synchronization

/// Readings of single scalars, kept between texts: asking ICU takes a hundred times as long.
///
/// At most ``limit`` of them (about 150 bytes each), first come first kept: what does not fit is read anew in each text that has it.
final class ReadingCache: Sendable {
    static let limit = 1 << 16

    private let readings = Mutex<[UInt32: ClusterReading]>([:])

    func reading(of scalar: Unicode.Scalar) -> ClusterReading? { readings.withLock { $0[scalar.value] } }

    func keep(_ reading: ClusterReading, of scalar: Unicode.Scalar) {
        readings.withLock { if $0.count < Self.limit { $0[scalar.value] = reading } }
    }
}
