import Dispatch
import Synchronization

/// Work on all processors, for a program that has nothing else to do meanwhile: blocks its caller.
package enum Parallel {
    /// The results in the order of `elements`. `body` runs on several threads at once.
    package static func map<Element: Sendable, Result: Sendable>(
        _ elements: [Element],
        _ body: @Sendable (Element) -> Result
    ) -> [Result] {
        let results = Mutex<[Result?]>([Result?](repeating: nil, count: elements.count))
        DispatchQueue.concurrentPerform(iterations: elements.count) { index in
            let result = body(elements[index])
            results.withLock { $0[index] = result }
        }
        return results.withLock { $0 }.compactMap(\.self)
    }
}
