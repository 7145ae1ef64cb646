import Logging
import MediaInput
import ModerationCore
import ModerationPipeline
import Reactor
import RedisAdapter
import Screening
import TextInput

/// What the Banks service stands on: a thread and a connection to Redis of its own, so that an import delays no verdict.
struct Curation {
    private let loops: EventLoopGroup
    private let redis: RedisClient
    private let parts: CurationParts

    /// `photos` decodes what is added or explained, in one line with the photos of listings.
    init(_ configuration: HolsterConfiguration, bank: BankSet, photos: WorkerPool, logger: Logger) throws {
        loops = try EventLoopGroup(threadCount: 1, name: "curate")
        redis = RedisClient(.patient(configuration.redis), loop: loops.next())
        let limits = configuration.photoLimits
        parts = CurationParts(
            // People wait here, and a large batch is much work for Redis.
            store: RedisBankStore(client: redis, time: .system, timeout: .seconds(30)),
            time: .system,
            pixelMode: configuration.media.pixelMode,
            readPhoto: { content, mode throws(CurationFailure) in
                let read: Result<PhotoReadings, CurationFailure>
                do throws(WorkerPoolFull) {
                    read = try await photos.run {
                        do throws(CurationFailure) {
                            return .success(try CurationParts.read(content, mode, limits))
                        } catch {
                            return .failure(error)
                        }
                    }
                } catch {
                    throw CurationFailure(.limit, "content: \(error.queueLimit) photos wait already; try again later")
                }
                return try read.get()
            },
            memory: { name in
                bank.statuses().first { $0.name == name }.map { status in
                    let found = bank.statistics(bank: name, limit: 20)
                    return BankInMemory(
                        epoch: status.epoch,
                        entryCount: status.entryCount,
                        staleMilliseconds: status.staleMilliseconds,
                        matchCount: found?.matchedPhotoCount ?? 0,
                        mostMatched: found?.entries.map { ($0.entryID, Int(clamping: $0.matchCount)) } ?? []
                    )
                }
            },
            log: { logger.notice("\($0)") }
        )
    }

    /// `rules`: those in use when a text is explained.
    func handler(
        normaliser: TextNormaliser,
        limits: RequestLimits,
        rules: @escaping @Sendable () -> RuleSet
    ) -> BanksHandler {
        BanksHandler(
            parts: parts,
            executor: loops.next(),
            explainText: TextExplanation(
                normaliser: normaliser,
                titleCharacterCount: limits.titleCharacterCount,
                descriptionCharacterCount: limits.descriptionCharacterCount,
                rules: rules
            )
        )
    }

    /// After the server has drained.
    func close() async {
        await redis.close()
        loops.shutDown()
    }
}
