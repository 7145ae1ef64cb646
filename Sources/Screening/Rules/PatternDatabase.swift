import CVectorscan

/// A compiled set of expressions for block scanning.
///
/// `@unchecked Sendable`: the database is only read after `init` (Vectorscan's developer reference: "compiled databases … are immutable …
/// may be used by any number of threads"), and each scan has a scratch space of its own, since hs_runtime.h says "one scratch space per
/// thread, or concurrent caller, is required".
final class PatternDatabase: @unchecked Sendable {
    /// What a scan is to tell.
    enum Purpose {
        /// Where plain bytes end. Tracking their starts costs a third more, and they are known from the length.
        case literals
        /// Which regular expressions match at all.
        case presence
        /// Where regular expressions match. Tracking starts costs ten times the scan: only for those known to match.
        case spans
    }

    struct CompileFailure: Error {
        /// Index of the expression at fault; `nil` when it is none in particular.
        var index: Int?
        var problem: String
    }

    private static let textFlags = UInt32(HS_FLAG_CASELESS | HS_FLAG_UTF8)

    private let database: OpaquePointer

    init(_ expressions: [[UInt8]], for purpose: Purpose) throws(CompileFailure) {
        guard hs_valid_platform() == HS_SUCCESS else {
            throw CompileFailure(problem: "this processor lacks what libvectorscan needs (on x86-64: SSE4.2)")
        }
        guard let count = UInt32(exactly: expressions.count), count > 0 else {
            throw CompileFailure(problem: "nothing to compile")
        }
        let flags =
            switch purpose {
            case .literals: UInt32(0)
            case .presence: Self.textFlags | UInt32(HS_FLAG_SINGLEMATCH)
            case .spans: Self.textFlags | UInt32(HS_FLAG_SOM_LEFTMOST)
            }
        let storage = expressions.map(Self.copy)
        defer { storage.forEach { $0.deallocate() } }
        let texts = storage.map { UnsafePointer<CChar>?($0) }
        let allFlags = [UInt32](repeating: flags, count: expressions.count)
        let ids = Array(0..<count)
        let lengths = expressions.map(\.count)
        var compiled: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let mode = UInt32(HS_MODE_BLOCK)
        let status =
            purpose == .literals
            ? hs_compile_lit_multi(texts, allFlags, ids, lengths, count, mode, nil, &compiled, &failure)
            : hs_compile_multi(texts, allFlags, ids, count, mode, nil, &compiled, &failure)
        guard status == HS_SUCCESS, let compiled else {
            let index = failure.map { Int($0.pointee.expression) } ?? -1
            let problem = failure.flatMap { $0.pointee.message.map { String(cString: $0) } } ?? "error \(status)"
            hs_free_compile_error(failure)
            throw CompileFailure(index: index >= 0 ? index : nil, problem: problem)
        }
        database = compiled
    }

    deinit { hs_free_database(database) }

    var byteCount: Int {
        var size = 0
        return hs_database_size(database, &size) == HS_SUCCESS ? size : 0
    }

    /// Whether the expression could match an empty text; `nil` when it does not compile.
    static func matchesEmptyText(_ expression: String) -> Bool? {
        let width = holster_hs_minimum_width(expression, textFlags)
        return width < 0 ? nil : width == 0
    }

    /// Faster than `==`, which compares byte by byte.
    static func areEqual<Element: BitwiseCopyable>(_ left: [Element], _ right: [Element]) -> Bool {
        left.count == right.count
            && left.withUnsafeBytes { left in
                right.withUnsafeBytes { holster_bytes_are_equal(left.baseAddress, $0.baseAddress, left.count) }
            }
    }

    /// Makes a scratch space (or `nil`) large enough for this database too. False when memory is short.
    func grow(_ scratch: inout OpaquePointer?) -> Bool { hs_alloc_scratch(database, &scratch) == HS_SUCCESS }

    /// Every match in `bytes`, which must be valid UTF-8 for regular expressions. False when the scan could not finish.
    func scan(_ bytes: [UInt8], with scratch: borrowing Scratch, into collector: inout HitCollector) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard let count = UInt32(exactly: bytes.count) else { return false }
        return withUnsafeMutablePointer(to: &collector) { collector in
            bytes.withUnsafeBytes { buffer in
                let status = hs_scan(
                    database,
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    count,
                    0,
                    scratch.space,
                    { id, from, to, _, context in
                        // The context is the collector that this very call of `hs_scan` was given; it outlives the call.
                        guard let context else { return 1 }
                        return context.assumingMemoryBound(to: HitCollector.self).pointee.record(pattern: id, from: from, to: to)
                            ? 0 : 1
                    },
                    collector
                )
                return status == HS_SUCCESS
            }
        }
    }

    /// Ends in a zero byte, which expressions need and literals, which come with their length, do not mind.
    private static func copy(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        for (index, byte) in bytes.enumerated() { (copy + index).initialize(to: CChar(bitPattern: byte)) }
        (copy + bytes.count).initialize(to: 0)
        return copy
    }
}
