import ModerationCore

/// Leaves out everything between words and numbers.
enum SpacelessView {
    /// `nil` when nothing stands between.
    static func view(of joined: TextView, _ runs: [ViewRun]) -> TextView? {
        guard runs.count > 2 else { return nil }
        return ViewBytes.with(joined) { source in
            var writer = ViewWriter(capacity: source.utf8.count)
            for run in runs where run.scalarClass != .separator { writer.append(source, run.range) }
            return writer.count < source.utf8.count ? writer.view(named: .spaceless) : nil
        }
    }
}
