import LoadGenerator
import Testing

struct CapacitySearchTests {
    private func search(start: Double, highest: Double = 1_000_000, capacity: Double) -> CapacitySearch {
        var search = CapacitySearch(start: start, highest: highest)
        while let rate = search.rate { search.tell(held: rate <= capacity) }
        return search
    }

    @Test(arguments: [3.0, 50, 731, 12_345])
    func rate_findsWhatHolds_withinFivePercent(capacity: Double) {
        for start in [1.0, 50, 40_000] {
            let found = search(start: start, capacity: capacity)
            #expect(found.capacity <= capacity && found.capacity >= capacity * 0.94, "\(found.capacity) from \(start)")
            #expect(found.tried.count < 30)
        }
    }

    @Test func rate_whenNothingHolds_endsAtZero() {
        let found = search(start: 100, capacity: 0)
        #expect(found.capacity == 0 && found.tried.count < 12)
    }

    @Test func rate_whenEverythingHolds_endsAtTheHighest() {
        #expect(search(start: 100, highest: 1_000, capacity: .infinity).capacity == 1_000)
    }
}
