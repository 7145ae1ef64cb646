import ModerationCore
import Screening
import TestSupport
import Testing

@Suite struct FloodWatchTests {
    let rule = FloodRule()

    /// Records photos one after the other, `step` milliseconds apart from `start` on; the number of the first that floods, from 1.
    private func firstFlood(
        _ watch: inout FloodWatch,
        _ photos: some Sequence<UInt64>,
        from start: Int64 = 0,
        step: Int64 = 10,
        lookupCount: Int = 0
    ) -> Int? {
        var found: Int?
        for (index, photo) in photos.enumerated() {
            let floods = watch.record(
                [photo, 0, 0, 0],
                at: start + Int64(index) * step,
                lookupCount: lookupCount,
                sameDistance: 4,
                rule: rule
            )
            if floods, found == nil { found = index + 1 }
        }
        return found
    }

    private func different(_ count: Int, seed: UInt64 = 7) -> [UInt64] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in random.next() }
    }

    @Test func record_onePhotoAgainAndAgain_isOnePhoto() {
        var watch = FloodWatch()
        // Recompressed each time: up to two bits from the first.
        let copies = (0..<500).map { UInt64(0xF0F0_F0F0_F0F0_F0F0) ^ (1 << UInt64($0 % 60)) ^ (1 << UInt64($0 % 7)) }
        #expect(firstFlood(&watch, copies) == nil)
        #expect(watch.photoCount(at: 5_000, rule: rule) == 1)
    }

    @Test func record_differentPhotos_floodAtTheMinimum() {
        var watch = FloodWatch()
        #expect(firstFlood(&watch, different(100)) == 32)
    }

    @Test func record_differentPhotosOverLongerThanTheWindow_areNoFlood() {
        var watch = FloodWatch()
        #expect(firstFlood(&watch, different(300), step: 2_000) == nil)
        #expect(watch.photoCount(at: 600_000, rule: rule) == 29 || watch.photoCount(at: 600_000, rule: rule) == 30)
        #expect(watch.photoCount(at: 700_000, rule: rule) == 0)
    }

    @Test(arguments: [(0, 32), (3_200, 32), (10_000, 100), (20_000, 200), (10_000_000, 256)])
    func record_besideManyLookups_floodsAtAShareOfThemUpToTheLimit(lookupCount: Int, expected: Int) {
        var watch = FloodWatch()
        #expect(firstFlood(&watch, different(400), lookupCount: lookupCount) == expected)
    }

    @Test func record_entryWithAHistory_floodsAtAMultipleOfIt() {
        var watch = FloodWatch()
        // 20 photos a minute for two hours: the usual rate becomes 20.
        for minute in 0..<120 {
            #expect(firstFlood(&watch, different(20, seed: UInt64(minute + 1)), from: Int64(minute) * 60_000, step: 1_000) == nil)
        }
        #expect(watch.baseline > 18 && watch.baseline < 20)
        let flood = firstFlood(&watch, different(200, seed: 999), from: 121 * 60_000 + 30_000)
        #expect(flood.map { (76...80).contains($0) } ?? false)
    }

    @Test func accept_afterAFlood_toleratesTheSameRate() {
        var watch = FloodWatch()
        #expect(firstFlood(&watch, different(40)) == 32)
        watch.accept()
        #expect(firstFlood(&watch, different(40, seed: 8), from: 30_000) == nil)
        #expect(firstFlood(&watch, different(200, seed: 9), from: 40_000) != nil)
    }

    @Test func record_ruleSwitchedOff_neverFloods() {
        var off = rule
        off.isEnabled = false
        var watch = FloodWatch()
        for photo in different(300) {
            let floods = watch.record([photo, 0, 0, 0], at: 0, lookupCount: 0, sameDistance: 4, rule: off)
            #expect(!floods)
        }
        #expect(watch.photoCount(at: 0, rule: off) == FloodRule.photoCountLimit)
    }

    @Test func slidingCount_countsTheLastMinute() {
        var count = SlidingCount()
        for second in 0..<120 { count.add(at: Int64(second) * 1_000) }
        #expect((50...60).contains(count.count(at: 119_000)))
        #expect(count.count(at: 119_000 + 60_000) == 0)
        count.add(at: 500_000)
        #expect(count.count(at: 500_000) == 1)
    }
}
