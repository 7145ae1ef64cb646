/// What a workload file says, checked: which listings arrive, and in which proportions. `workloads/mixed.yaml` explains the format.
package struct WorkloadFile: Sendable, Equatable {
    /// One sort of listing.
    package struct Kind: Sendable, Equatable {
        package var weight = 1.0
        /// How many photos, evenly between the two.
        package var photoCounts = 0...0
        /// Of each photo, cut to these proportions; `nil`: files are sent as they are.
        package var size: Size?
        /// Of the JPEG that is made for a size.
        package var quality = 85
    }

    package struct Size: Sendable, Hashable {
        package var width: Int
        package var height: Int

        package init(width: Int, height: Int) {
            self.width = width
            self.height = height
        }
    }

    /// A language, category or region, and how often it comes in proportion to the others.
    package struct Share: Sendable, Equatable {
        package var name: String
        package var weight: Double
    }

    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    package static let maximumPhotoCount = 12

    package var seed: UInt64 = 1
    /// Where photos are taken from, below it too; `nil` where no kind has any.
    package var photoFolder: String?
    /// How many of them, picked by the seed.
    package var photoLimit = 100
    package var knownBadFolder: String?
    /// Share of the listings with photos whose first photo is a known bad one.
    package var knownBadRate = 0.0
    /// Share of the listings that repeat an earlier one, byte for byte, under a request id of their own: re-uploads.
    package var duplicateRate = 0.0
    /// Share of the listings whose title is an offer in disguise.
    package var obfuscatedRate = 0.0
    package var languages = [Share(name: "en", weight: 1)]
    package var categories = [Share(name: "household", weight: 1)]
    package var regions = [Share(name: "US", weight: 1)]
    package var kinds: [Kind] = []
}
