import MediaInput

/// How photos are read and how much of what was read is kept: the settings under `media`.
package struct MediaSettings: Sendable, Equatable {
    package var pixelMode: PixelMode
    package var fingerprintsPDQ: Bool
    /// 0 keeps nothing.
    package var cacheByteCount: Int

    package init(source: inout SettingsSource) throws(ConfigurationError) {
        let mode = source.text("media.pixel_mode", default: PixelMode.exact.rawValue)
        guard let pixelMode = PixelMode(rawValue: mode) else {
            let known = PixelMode.allCases.map(\.rawValue).joined(separator: " or ")
            throw source.problem("media.pixel_mode", "must be \(known), not '\(mode)'")
        }
        self.pixelMode = pixelMode
        fingerprintsPDQ = try source.flag("media.pdq", default: true)
        cacheByteCount = try source.integer("media.cache_bytes", default: 64 << 20, in: 0...(64 << 30))
    }
}
