import CVectorscan

/// A compiled set of expressions for block scanning.
///
/// `@unchecked Sendable`: the database is only read after `init` (Vectorscan's developer reference: "compiled databases … are immutable …
/// may be used by any number of threads"), and each scan takes a scratch space of its own out of the pool, since hs_runtime.h says "one
/// scratch space per thread, or concurrent caller, is required".
final class PatternDatabase: @unchecked Sendable {
    struct Expression: Hashable {
        var text: String
        var flags: UInt32
    }

    struct CompileFailure: Error {
        /// Index of the expression at fault; `nil` when it is none in particular.
        var index: Int?
        var problem: String
    }

    static let byteFlags = UInt32(HS_FLAG_SOM_LEFTMOST)
    static let textFlags = UInt32(HS_FLAG_SOM_LEFTMOST | HS_FLAG_CASELESS | HS_FLAG_UTF8)

    private let database: OpaquePointer
    private let pool: ScratchPool

    init(_ expressions: [Expression]) throws(CompileFailure) {
        var texts: [UnsafePointer<CChar>?] = []
        var flags: [UInt32] = []
        var ids: [UInt32] = []
        let storage = expressions.map { Self.copy($0.text) }
        defer { storage.forEach { $0.deallocate() } }
        for (index, expression) in expressions.enumerated() {
            texts.append(UnsafePointer(storage[index]))
            flags.append(expression.flags)
            ids.append(UInt32(index))
        }
        var compiled: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let status = hs_compile_multi(
            &texts,
            &flags,
            &ids,
            UInt32(expressions.count),
            UInt32(HS_MODE_BLOCK),
            nil,
            &compiled,
            &failure
        )
        guard status == HS_SUCCESS, let compiled else {
            let index = failure.map { Int($0.pointee.expression) } ?? -1
            let problem = failure.flatMap { $0.pointee.message.map { String(cString: $0) } } ?? "error \(status)"
            hs_free_compile_error(failure)
            throw CompileFailure(index: index >= 0 ? index : nil, problem: problem)
        }
        guard let pool = ScratchPool(database: compiled) else {
            hs_free_database(compiled)
            throw CompileFailure(index: nil, problem: "no memory for scratch space")
        }
        database = compiled
        self.pool = pool
    }

    deinit { hs_free_database(database) }

    /// Whether the expression could match an empty text; `nil` when it does not compile.
    static func matchesEmptyText(_ expression: Expression) -> Bool? {
        let width = holster_hs_minimum_width(expression.text, expression.flags)
        return width < 0 ? nil : width == 0
    }

    /// Every match in `bytes`, which must be valid UTF-8 when an expression has ``textFlags``. False when the scan could not finish.
    func scan(_ bytes: [UInt8], into collector: inout HitCollector) -> Bool {
        guard !bytes.isEmpty else { return true }
        guard bytes.count <= Int(UInt32.max), let scratch = pool.take() else { return false }
        defer { pool.give(scratch) }
        return withUnsafeMutablePointer(to: &collector) { collector in
            bytes.withUnsafeBytes { buffer in
                let status = hs_scan(
                    database,
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    UInt32(buffer.count),
                    0,
                    scratch,
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

    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        let bytes = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { (copy + index).initialize(to: byte) }
        return copy
    }
}
