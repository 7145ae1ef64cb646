import CHolsterPreprocessing
import ModerationCore
import TextInput

/// The object behind a `holster_normaliser`. Immutable; all calls to ``TextNormaliser`` are here.
final class BridgedNormaliser: Sendable {
    static var versions: String { "\(TextNormaliser.version) \(TextNormaliser.dataVersion)" }

    private let normaliser: TextNormaliser

    init() throws(BridgeFailure) {
        do throws(TextNormaliserError) { normaliser = try TextNormaliser() } catch { throw BridgeFailure(error) }
    }

    func views(of text: UnsafeBufferPointer<UInt8>) -> BridgedViews {
        // The rules read title and description alike: the field is a label that no view depends on.
        BridgedViews(normaliser.normalise(String(decoding: text, as: UTF8.self), field: .description))
    }
}

/// The object behind a `holster_views`: the views of one text in memory that stays where it is.
///
/// `@unchecked Sendable`: nothing is written after `init`; `deinit` frees when nobody has a reference.
final class BridgedViews: @unchecked Sendable {
    private let views: [holster_view]

    var count: Int { views.count }

    init(_ text: NormalisedText) {
        let original = holster_view(
            name: Self.name("original"),
            utf8: UnsafePointer(Self.copy(Array(text.original.utf8))),
            starts: nil,
            ends: nil,
            byte_count: text.original.utf8.count
        )
        views =
            [original]
            + text.views.map { view in
                holster_view(
                    name: Self.name(view.name),
                    utf8: Self.copy(view.utf8),
                    starts: Self.copy(view.starts),
                    ends: Self.copy(view.ends),
                    byte_count: view.utf8.count
                )
            }
    }

    deinit {
        for view in views {
            view.name?.deallocate()
            view.utf8?.deallocate()
            view.starts?.deallocate()
            view.ends?.deallocate()
        }
    }

    /// `nil` beyond the last.
    subscript(index: Int) -> holster_view? { views.indices.contains(index) ? views[index] : nil }

    private static func copy<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, values.count))
        values.withUnsafeBufferPointer { if let start = $0.baseAddress { memory.initialize(from: start, count: $0.count) } }
        return UnsafePointer(memory)
    }

    private static func name(_ name: String) -> UnsafePointer<CChar> { copy(name.utf8.map { CChar(bitPattern: $0) } + [0]) }
}
