import RedisAdapter
import ServiceLifecycle

/// Keeps the banks in memory equal to Redis until shutdown.
struct BankFollowing: Service {
    let follower: RedisBankFollower

    func run() async throws {
        await cancelWhenGracefulShutdown { await follower.run() }
    }
}
