import Glibc

/// An open file, closed with its owner.
struct SnapshotDescriptor: ~Copyable {
    private let descriptor: CInt

    init(path: String, flags: CInt) throws(BankFileError) {
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(operation: "open", code: errno) }
    }

    deinit { _ = close(descriptor) }

    /// The file's size when it was asked for.
    var byteCount: Int {
        get throws(BankFileError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .system(operation: "fstat", code: errno) }
            return Int(status.st_size)
        }
    }

    /// Up to as many bytes as the target has; 0 at the end.
    func read(into target: UnsafeMutableRawBufferPointer) throws(BankFileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, target.baseAddress, target.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .system(operation: "read", code: errno) }
        }
    }

    func write(_ bytes: [UInt8]) throws(BankFileError) {
        try bytes.withUnsafeBufferPointer { buffer throws(BankFileError) in
            var rest = UnsafeRawBufferPointer(buffer)
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw .system(operation: "write", code: errno) }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }

    /// Waits until what was written is on the disk.
    func synchronise() throws(BankFileError) {
        guard fsync(descriptor) == 0 else { throw .system(operation: "fsync", code: errno) }
    }
}
