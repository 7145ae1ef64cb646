import MediaInput
import ModerationCore
import RedisAdapter

/// What curation in Redis leans on.
package struct CurationParts: Sendable {
    package typealias ReadPhoto = @Sendable (ArraySlice<UInt8>, PixelMode) async throws(CurationFailure) -> PhotoReadings

    let store: RedisBankStore
    let time: TimeSource
    /// What new banks are of, and what photos are explained by.
    let pixelMode: PixelMode
    /// Makes both fingerprints, somewhere where it may take its time.
    let readPhoto: ReadPhoto
    /// How a bank stands in this process's memory.
    let memory: @Sendable (String) -> BankInMemory?
    /// Takes one line a change: what, and by whom.
    let log: @Sendable (String) -> Void

    package init(
        store: RedisBankStore,
        time: TimeSource,
        pixelMode: PixelMode,
        readPhoto: @escaping ReadPhoto,
        memory: @escaping @Sendable (String) -> BankInMemory? = { _ in nil },
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.store = store
        self.time = time
        self.pixelMode = pixelMode
        self.readPhoto = readPhoto
        self.memory = memory
        self.log = log
    }

    /// Reads photos where it is called.
    package static func readingHere(_ limits: PhotoReader.Limits) -> ReadPhoto {
        { content, mode throws(CurationFailure) in try read(content, mode, limits) }
    }

    static func read(
        _ content: ArraySlice<UInt8>,
        _ mode: PixelMode,
        _ limits: PhotoReader.Limits
    ) throws(CurationFailure) -> PhotoReadings {
        do throws(PhotoError) {
            return try PhotoReader(mode: mode, fingerprintsPDQ: true, limits: limits).read(content).readings
        } catch {
            throw CurationFailure(.invalid, "content: \(error)")
        }
    }
}
