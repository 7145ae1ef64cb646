import MediaInput
import Metrics
import MetricsTestKit
import ModerationCore
import ModerationPipeline
import Reactor
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct PhotoCacheTests {
    /// A cache over scripted readings, on a pool of its own.
    struct Fixture {
        let reading: ScriptedReading
        let pool: WorkerPool
        let metrics = TestMetrics()
        let cache: PhotoCache

        init(byteLimit: Int = 1 << 20, threadCount: Int = 1, queueLimit: Int = 64, held: Bool = false) throws {
            let reading = try ScriptedReading(held: held)
            self.reading = reading
            pool = WorkerPool(name: "photos", threadCount: threadCount, queueLimit: queueLimit)
            cache = PhotoCache(
                byteLimit: byteLimit,
                pool: pool,
                metricsFactory: metrics
            ) { _, sha256 in reading.read(sha256) }
        }

        @discardableResult
        func request(_ sha256: String, byteCount: Int = 8, _ deliveries: Deliveries) -> PhotoTicket? {
            cache.request(Photo(content: [UInt8](repeating: 0, count: byteCount)[...]), sha256: sha256, deliver: deliveries.take)
        }

        func counted(_ result: String) -> Int64? {
            (try? metrics.expectCounter("holster_photo_cache_lookups_total", [("result", result)])).map(\.totalValue)
        }

        /// Keeps the pool's only thread busy until the gate opens.
        func occupy() async throws -> ScriptedReading {
            let gate = try ScriptedReading(held: true)
            while (try? pool.offer { _ = gate.read("gate") }) == nil { await Task.yield() }
            #expect(await eventually { gate.activeCount == 1 })
            return gate
        }
    }

    @Test func request_tenOfTheSameBytes_areReadOnceAndEachIsTold() async throws {
        let fixture = try Fixture(threadCount: 2, held: true)
        let deliveries = Deliveries()
        for _ in 0..<10 { #expect(fixture.request("a", deliveries) != nil) }
        #expect(fixture.cache.load.flightCount == 1)
        fixture.reading.release()
        #expect(await eventually { deliveries.count == 10 })
        #expect(fixture.reading.count == 1)
        #expect(deliveries.count(from: .decoded) == 1 && deliveries.count(from: .shared) == 9)
        #expect(fixture.request("a", deliveries) == nil, "delivered at once")
        #expect(deliveries.count(from: .kept) == 1)
        #expect(fixture.counted("miss") == 1 && fixture.counted("shared") == 9 && fixture.counted("hit") == 1)
        let load = fixture.cache.load
        #expect(load.flightCount == 0 && load.keptCount == 1 && load.byteCount == PhotoCache.photoByteCount)
    }

    @Test func request_sameDigestOfOtherByteCount_isAnotherPhoto() async throws {
        let fixture = try Fixture()
        let deliveries = Deliveries()
        fixture.request("a", byteCount: 8, deliveries)
        #expect(await eventually { deliveries.count == 1 })
        fixture.request("a", byteCount: 9, deliveries)
        #expect(await eventually { deliveries.count == 2 })
        #expect(fixture.reading.count == 2 && deliveries.count(from: .decoded) == 2)
    }

    @Test func withdraw_oneOfTwo_takesNothingFromTheOther() async throws {
        let fixture = try Fixture(held: true)
        let (first, second) = (Deliveries(), Deliveries())
        let ticket = try #require(fixture.request("a", first))
        fixture.request("a", second)
        fixture.cache.withdraw(ticket)
        fixture.reading.release()
        #expect(await eventually { second.count == 1 })
        #expect(first.count == 0 && fixture.reading.count == 1)
        fixture.cache.withdraw(ticket)
    }

    @Test func withdraw_allBeforeTheJobBegins_dropsIt() async throws {
        let fixture = try Fixture()
        let gate = try await fixture.occupy()
        let deliveries = Deliveries()
        let tickets = (0..<3).compactMap { _ in fixture.request("a", deliveries) }
        tickets.forEach(fixture.cache.withdraw)
        #expect(fixture.pool.waitingCount == 1)
        gate.release()
        #expect(await eventually { fixture.cache.load.flightCount == 0 })
        #expect(fixture.reading.count == 0 && deliveries.count == 0 && fixture.cache.load.keptCount == 0)
    }

    @Test func request_afterAllGaveUpBeforeTheJobBegan_takesItsPlaceInTheQueue() async throws {
        let fixture = try Fixture(queueLimit: 1)
        let gate = try await fixture.occupy()
        let (first, second) = (Deliveries(), Deliveries())
        fixture.cache.withdraw(try #require(fixture.request("a", first)))
        fixture.request("a", second)
        #expect(fixture.pool.waitingCount == 1)
        gate.release()
        #expect(await eventually { second.count == 1 })
        #expect(fixture.reading.count == 1 && first.count == 0)
    }

    @Test func withdraw_allWhileItIsRead_keepsWhatWasRead() async throws {
        let fixture = try Fixture(held: true)
        let deliveries = Deliveries()
        let ticket = try #require(fixture.request("a", deliveries))
        #expect(await eventually { fixture.reading.activeCount == 1 })
        fixture.cache.withdraw(ticket)
        fixture.reading.release()
        #expect(await eventually { fixture.cache.load.keptCount == 1 })
        #expect(deliveries.count == 0 && fixture.request("a", deliveries) == nil)
    }

    @Test func failure_isSharedAndRemembered() async throws {
        let fixture = try Fixture(held: true)
        fixture.reading.fail("a", with: .truncated)
        let deliveries = Deliveries()
        for _ in 0..<3 { fixture.request("a", deliveries) }
        fixture.reading.release()
        #expect(await eventually { deliveries.count == 3 })
        fixture.request("a", deliveries)
        #expect(deliveries.failures == Array(repeating: .truncated, count: 4) && fixture.reading.count == 1)
        #expect(fixture.cache.load.byteCount == PhotoCache.failureByteCount)
    }

    @Test func failure_ofTheLibrary_isSharedButNotRemembered() async throws {
        let fixture = try Fixture()
        fixture.reading.fail("a", with: .libraryFailure("out of memory"))
        let deliveries = Deliveries()
        fixture.request("a", deliveries)
        #expect(await eventually { deliveries.failures == [.libraryFailure("out of memory")] })
        fixture.reading.fail("a", with: nil)
        fixture.request("a", deliveries)
        #expect(await eventually { deliveries.count(from: .decoded) == 2 })
        #expect(fixture.reading.count == 2 && fixture.cache.load.keptCount == 1)
    }

    @Test func request_whenThePoolIsFull_isRefusedAndTriedAgainLater() async throws {
        let fixture = try Fixture(queueLimit: 0)
        let gate = try await fixture.occupy()
        let deliveries = Deliveries()
        fixture.request("a", deliveries)
        #expect(deliveries.refusalCount == 1 && fixture.cache.load.flightCount == 0)
        gate.release()
        #expect(
            await eventually {
                fixture.request("a", deliveries)
                return deliveries.count(from: .decoded) == 1
            }
        )
    }

    @Test func kept_beyondTheByteLimit_makesRoom() async throws {
        let fixture = try Fixture(byteLimit: 3 * PhotoCache.photoByteCount + 5)
        let deliveries = Deliveries()
        for number in 1...10 {
            fixture.request("photo \(number)", deliveries)
            #expect(await eventually { deliveries.count == number })
        }
        // A photo is delivered before it is counted.
        #expect(await eventually { fixture.cache.load.keptCount == 3 })
        #expect(fixture.cache.load.byteCount == 3 * PhotoCache.photoByteCount)
        let evictions = try fixture.metrics.expectCounter("holster_photo_cache_evictions_total")
        #expect(await eventually { evictions.totalValue == 7 })
        let bytes = try fixture.metrics.expectMeter("holster_photo_cache_bytes")
        #expect(await eventually { bytes.lastValue == Double(3 * PhotoCache.photoByteCount) })
    }

    @Test func byteLimitZero_keepsNothingAndSharesAllTheSame() async throws {
        let fixture = try Fixture(byteLimit: 0, held: true)
        let deliveries = Deliveries()
        for _ in 0..<2 { fixture.request("a", deliveries) }
        fixture.reading.release()
        #expect(await eventually { deliveries.count == 2 })
        #expect(fixture.reading.count == 1 && fixture.cache.load.keptCount == 0)
        fixture.request("a", deliveries)
        #expect(await eventually { deliveries.count == 3 })
        #expect(fixture.reading.count == 2)
    }

    /// Tasks that ask, wait and give up in every order: each that stays is told once, no bytes are read twice at a time, nothing is left over.
    @Test func request_fromAThousandTasks_tellsEachOnce() async throws {
        let byteLimit = 8 * PhotoCache.photoByteCount
        let fixture = try Fixture(byteLimit: byteLimit, threadCount: 4, queueLimit: 64)
        for number in 0..<40 where number % 7 == 0 { fixture.reading.fail("photo \(number)", with: .truncated) }
        let tolds = await withTaskGroup(of: (waiting: Deliveries?, gaveUp: Deliveries?).self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    var random = SeededRandom(seed: UInt64(number))
                    let deliveries = Deliveries()
                    let ticket = fixture.request("photo \(Int.random(in: 0..<40, using: &random))", deliveries)
                    guard Int.random(in: 0..<4, using: &random) == 0, let ticket else { return (deliveries, nil) }
                    if Bool.random(using: &random) { await Task.yield() }
                    fixture.cache.withdraw(ticket)
                    return (nil, deliveries)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let waiting = tolds.compactMap(\.waiting)
        #expect(await eventually { waiting.allSatisfy { $0.count == 1 } && fixture.cache.load.flightCount == 0 })
        #expect(tolds.compactMap(\.gaveUp).allSatisfy { $0.count <= 1 })
        #expect(fixture.reading.overlapCount == 0)
        #expect(fixture.cache.load.byteCount <= byteLimit)
        let counted = ["hit", "shared", "miss"].compactMap { fixture.counted($0) }.reduce(0, +)
        #expect(counted == 1_000, "every look-up is one of the three")
    }
}
