import Screening

/// Where banks are kept over a restart, and when an entry that floods is quarantined: the settings under `banks`.
package struct BankSettings: Sendable {
    /// A file a bank; empty keeps none.
    package var directory: String
    package var saveInterval: Duration
    package var flood: FloodRule

    package init(source: inout SettingsSource, storeDirectory: String) throws(ConfigurationError) {
        directory = source.text("banks.directory", default: storeDirectory + "/banks")
        saveInterval = try source.milliseconds("banks.save_interval_ms", default: 30_000, in: 1_000...86_400_000)
        var flood = FloodRule()
        flood.isEnabled = try source.flag("banks.quarantine", default: flood.isEnabled)
        flood.minimumPhotoCount =
            try source.integer("banks.quarantine_photos", default: flood.minimumPhotoCount, in: 2...FloodRule.photoCountLimit)
        self.flood = flood
    }
}
