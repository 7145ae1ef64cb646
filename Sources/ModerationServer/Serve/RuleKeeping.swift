import Logging
import Reactor
import Screening
import ServiceLifecycle
import TextInput

/// The text rules in use, and what reads them anew.
struct RuleKeeping {
    let book: RuleBook
    let normaliser: TextNormaliser
    let service: any Service
    /// Compiling may take many seconds.
    private let compiling: WorkerPool

    init(_ configuration: HolsterConfiguration, logger: Logger) throws {
        normaliser = try TextNormaliser()
        book = RuleBook(try RuleSet(file: configuration.files.rules, normaliser: normaliser))
        compiling = WorkerPool(name: "rules", threadCount: 1, queueLimit: 1)
        service = RuleReloading(
            file: RuleFileWatch(path: configuration.files.rules, book: book, normaliser: normaliser),
            pool: compiling,
            logger: logger
        )
    }

    /// After the service has ended.
    func close() { compiling.shutDown() }
}
