internal import CZlib

/// Whole messages in and out of the gzip format (RFC 1952), with a bound on what comes out.
package enum Gzip {
    package enum Failure: Error, Equatable, Sendable {
        /// Not gzip, cut short, or followed by something else.
        case corrupt
        case oversize(limit: Int)
        case outOfMemory

        package var status: GRPCStatus {
            switch self {
            case .corrupt: GRPCStatus(.internalError, "a message's gzip data is corrupt")
            case .oversize(let limit): GRPCStatus(.resourceExhausted, "decompressed message is over the limit of \(limit) bytes")
            case .outOfMemory: GRPCStatus(.resourceExhausted, "no memory to decompress a message")
            }
        }
    }

    private static let firstCapacity = 16 << 10

    /// Memory grows with what really comes out, never beyond `limit` and one more step.
    package static func inflate(_ bytes: ArraySlice<UInt8>, limit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard holster_inflate_init_gzip(&stream) == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(&stream) }
        guard bytes.count <= Int(UInt32.max) else { throw .oversize(limit: limit) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.firstCapacity)
        let outcome: Result<Void, Failure> = bytes.withUnsafeBytes { input in
            stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(input.count)
            while true {
                let (status, produced) = chunk.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, output.count - Int(stream.avail_out))
                }
                guard result.count + produced <= limit else { return .failure(.oversize(limit: limit)) }
                result.append(contentsOf: chunk[..<produced])
                switch status {
                case Z_STREAM_END: return stream.avail_in == 0 ? .success(()) : .failure(.corrupt)
                case Z_OK where produced > 0 || stream.avail_in > 0: continue
                case Z_MEM_ERROR: return .failure(.outOfMemory)
                default: return .failure(.corrupt)
                }
            }
        }
        try outcome.get()
        return result
    }

    package static func deflate(_ segments: [ArraySlice<UInt8>], level: Int32 = 6) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard holster_deflate_init_gzip(&stream, level) == Z_OK else { throw .outOfMemory }
        defer { deflateEnd(&stream) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.firstCapacity)
        for (index, segment) in (segments.isEmpty ? [[]] : segments).enumerated() {
            guard segment.count <= Int(UInt32.max) else { throw .oversize(limit: Int(UInt32.max)) }
            let flush = index >= segments.count - 1 ? Z_FINISH : Z_NO_FLUSH
            segment.withUnsafeBytes { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(input.count)
                repeat {
                    let produced = chunk.withUnsafeMutableBufferPointer { output in
                        stream.next_out = output.baseAddress
                        stream.avail_out = UInt32(output.count)
                        _ = CZlib.deflate(&stream, flush)
                        return output.count - Int(stream.avail_out)
                    }
                    result.append(contentsOf: chunk[..<produced])
                } while stream.avail_out == 0
            }
        }
        return result
    }
}
