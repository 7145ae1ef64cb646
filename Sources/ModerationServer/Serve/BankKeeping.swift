import Logging
import Metrics
import ModerationCore
import Reactor
import RedisAdapter
import Screening
import ServiceLifecycle

/// The banks in memory and everything that keeps them: their files, the follower of Redis, and the writer of quarantines.
struct BankKeeping {
    let banks: BankSet
    let follower: RedisBankFollower
    /// In the order in which they start; they end the other way round.
    let services: [any Service]
    private let redis: RedisClient
    /// Free of the follower's waiting reads.
    private let quarantineRedis: RedisClient
    private let loops: EventLoopGroup
    private let disk: WorkerPool

    /// Loads the banks' files, a second for a million entries: a server that answers has what its last run had.
    init(_ configuration: HolsterConfiguration, logger: Logger) throws {
        let banks = BankSet(time: .system, floodRule: configuration.banks.flood)
        self.banks = banks
        // XREAD occupies a connection, and a snapshot's replies are large: the follower has a connection and a thread of its own.
        loops = try EventLoopGroup(threadCount: 1, name: "bank")
        redis = RedisClient(RedisConfiguration(configuration.redis), loop: loops.next())
        quarantineRedis = RedisClient(RedisConfiguration(configuration.redis), loop: loops.next())
        disk = WorkerPool(name: "bank-files", threadCount: 1, queueLimit: 4)

        let folder = configuration.banks.directory.isEmpty ? nil : BankSnapshotFolder(path: configuration.banks.directory)
        let restored = folder.map { Self.restore($0, into: banks, logger) } ?? []
        follower = RedisBankFollower(client: redis, sink: banks, time: .system, resuming: restored)

        var services: [any Service] = []
        if let folder {
            services.append(
                BankSaving(
                    folder: folder,
                    banks: banks,
                    interval: configuration.banks.saveInterval,
                    pool: disk,
                    logger: logger
                )
            )
        }
        services.append(BankFollowing(follower: follower))
        services.append(
            QuarantineWriting(banks: banks, store: RedisBankStore(client: quarantineRedis, time: .system), logger: logger)
        )
        self.services = services
    }

    private static func restore(_ folder: BankSnapshotFolder, into banks: BankSet, _ logger: Logger) -> [BankMetadata] {
        let restoration = folder.restore(into: banks)
        for failure in restoration.failures {
            logger.warning("banks.directory: \(failure.path) is not used: \(failure.error)")
        }
        for bank in restoration.banks { logger.info("bank \(bank.name) from its file, as of epoch \(bank.epoch)") }
        return restoration.banks
    }

    /// After every service has ended.
    func close() async {
        await redis.close()
        await quarantineRedis.close()
        disk.shutDown()
        loops.shutDown()
    }
}
