import ModerationPipeline
import TestSupport
import Testing

@Suite struct ScanResistantStoreTests {
    private typealias Store = ScanResistantStore<Int, Int>

    /// Keys of one byte each; a value is its key.
    private func filled(_ keys: Range<Int>, byteLimit: Int = 20, rememberedLimit: Int = 100) -> Store {
        var store = Store(byteLimit: byteLimit, rememberedLimit: rememberedLimit)
        for key in keys { _ = store.insert(key, for: key, byteCount: 1) }
        return store
    }

    @Test func insert_whenFull_theOldestNewcomerLeaves() {
        var store = filled(0..<20)
        #expect(store.count == 20 && store.byteCount == 20)
        #expect(store.insert(20, for: 20, byteCount: 1) == [0])
        #expect(store.insert(21, for: 21, byteCount: 2) == [1, 2], "as many as it takes")
        #expect(store.byteCount == 20 && store.value(for: 2) == nil && store.value(for: 21) == 21)
    }

    @Test func insert_ofWhatWasUsedTwice_outlastsAScan() {
        var store = filled(0..<20)
        _ = store.value(for: 3)
        _ = store.value(for: 3)
        _ = store.value(for: 4)
        for key in 100..<1_100 { _ = store.insert(key, for: key, byteCount: 1) }
        #expect(store.value(for: 3) == 3)
        #expect(store.value(for: 4) == nil, "one use within the newcomers' time is a listing with the photo in it twice")
    }

    @Test func insert_ofAKeyThatIsRemembered_outlastsAScan() {
        var store = filled(0..<21)
        #expect(!store.contains(0))
        _ = store.insert(0, for: 0, byteCount: 1)
        for key in 100..<1_100 { _ = store.insert(key, for: key, byteCount: 1) }
        #expect(store.contains(0) && !store.contains(1))
    }

    /// A key that leaves for the second time stands twice in the order of forgetting: the first place must not make it forgotten.
    @Test func insert_ofAKeyThatLeftTwice_isRememberedFromTheSecondTime() {
        var store = filled(0..<5, byteLimit: 4, rememberedLimit: 7)
        // 0 has left and comes back as a regular, which leaves unremembered with all the others for one large value.
        _ = store.insert(0, for: 0, byteCount: 1)
        _ = store.insert(50, for: 50, byteCount: 4)
        // Now it is a newcomer, and leaves as one; the next departure takes its first place off the order.
        _ = store.insert(0, for: 0, byteCount: 1)
        _ = store.insert(51, for: 51, byteCount: 4)
        _ = store.insert(52, for: 52, byteCount: 4)
        #expect(store.rememberedCount == 7)
        _ = store.insert(0, for: 0, byteCount: 1)
        for key in 100..<110 { _ = store.insert(key, for: key, byteCount: 1) }
        #expect(store.contains(0), "still remembered, so a regular")
    }

    @Test func insert_whenEveryRegularIsUsed_stillEnds() {
        var store = filled(0..<20)
        for key in 0..<20 { for _ in 0..<3 { _ = store.value(for: key) } }
        #expect(store.insert(20, for: 20, byteCount: 1).count == 1)
        for key in 0..<20 { for _ in 0..<3 { _ = store.value(for: key) } }
        #expect(store.insert(21, for: 21, byteCount: 20).count == 20)
        #expect(store.count == 1 && store.byteCount == 20)
    }

    @Test func insert_usesCountedBefore_makeARegular() {
        var store = Store(byteLimit: 20, rememberedLimit: 0)
        _ = store.insert(1, for: 1, byteCount: 1, useCount: 9)
        for key in 100..<1_100 { _ = store.insert(key, for: key, byteCount: 1) }
        #expect(store.contains(1))
    }

    @Test(arguments: [(0, 1), (20, 21), (20, 0), (20, -1), (-5, 1), (20, .max)])
    func insert_ofWhatCannotFit_keepsNothing(byteLimit: Int, byteCount: Int) {
        var store = Store(byteLimit: byteLimit, rememberedLimit: 4)
        #expect(store.insert(1, for: 1, byteCount: byteCount).isEmpty)
        #expect(store.count == 0 && store.byteCount == 0)
    }

    @Test func insert_ofAKeyThatIsThere_changesNothing() {
        var store = filled(0..<2)
        #expect(store.insert(9, for: 0, byteCount: 5).isEmpty)
        #expect(store.value(for: 0) == 0 && store.byteCount == 2)
    }

    @Test func anything_inAnyOrder_keepsItsBoundsAndLosesNothing() {
        var random = SeededRandom(seed: 31)
        for (byteLimit, rememberedLimit) in [(1, 0), (7, 3), (64, 16), (1_000, 50)] {
            var store = Store(byteLimit: byteLimit, rememberedLimit: rememberedLimit)
            var sizes: [Int: Int] = [:]
            for _ in 0..<20_000 {
                let key = Int.random(in: 0..<200, using: &random)
                if let value = store.value(for: key) {
                    #expect(value == key && sizes[key] != nil)
                    continue
                }
                #expect(sizes[key] == nil, "what was not given back is there")
                let size = Int.random(in: 0...12, using: &random)
                for gone in store.insert(key, for: key, byteCount: size, useCount: Int.random(in: 0...4, using: &random)) {
                    #expect(sizes.removeValue(forKey: gone) != nil)
                }
                if store.contains(key) { sizes[key] = size }
                #expect(store.byteCount == sizes.values.reduce(0, +) && store.count == sizes.count)
                #expect(store.byteCount <= byteLimit && store.rememberedCount <= rememberedLimit)
            }
        }
    }

    /// Nine of ten look-ups are for photos that never come again, one is for one of 400 that do: what a marketplace's uploads look like. The same
    /// room managed as "least recently used" finds less.
    @Test func value_amongPhotosSeenOnce_isFoundMoreOftenThanWithLeastRecentlyUsed() {
        var random = SeededRandom(seed: 7)
        var store = Store(byteLimit: 440, rememberedLimit: 4_096)
        var lastUse: [Int: Int] = [:]
        var hits = (ours: 0, leastRecentlyUsed: 0, possible: 0)
        for step in 0..<40_000 {
            let isReturning = Int.random(in: 0..<10, using: &random) == 0
            let key = isReturning ? Int.random(in: 0..<400, using: &random) : 1_000 + step
            if isReturning { hits.possible += 1 }
            if store.value(for: key) != nil { hits.ours += 1 } else { _ = store.insert(key, for: key, byteCount: 1) }
            if lastUse.updateValue(step, forKey: key) != nil {
                hits.leastRecentlyUsed += 1
            } else if lastUse.count > 440, let oldest = lastUse.min(by: { $0.value < $1.value }) {
                lastUse[oldest.key] = nil
            }
        }
        print(
            "MEASURED of \(hits.possible) look-ups of returning photos found: \(hits.ours), least recently used \(hits.leastRecentlyUsed)"
        )
        #expect(hits.ours > 2 * hits.leastRecentlyUsed)
    }
}
