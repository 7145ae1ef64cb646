import ModerationCore

extension PhotoMutation {
    /// Those that the gate demands, then those that it reports.
    package static let all: [PhotoMutation] = [
        recompressions, resizes, turns, crops, borders, overlays, levels, blurs, tilts,
    ].flatMap { $0 }

    private static let required = EvasionReport.Target.atLeast(0.99)

    private static let recompressions: [PhotoMutation] = [30, 50, 70, 90].map {
        PhotoMutation("recompress, quality \($0)", target: required, quality: $0)
    }

    private static let resizes: [PhotoMutation] = [
        (0.25, 0.25), (0.5, 0.5), (0.75, 0.75), (1.5, 1.5), (2, 2), (0.7, 1), (1, 0.7),
    ].map {
        (across: Double, down: Double) -> PhotoMutation in
        PhotoMutation("resize \(across)× \(down)×", target: required) { picture, _ in picture.resized(across: across, down: down)
        }
    }

    private static let turns: [PhotoMutation] =
        Orientation.allCases.dropFirst().map { orientation in
            PhotoMutation(orientation.rawValue, target: required) { picture, _ in picture.turned(orientation) }
        } + [
            PhotoMutation("mirrored, resize 0.5×, quality 50", target: required, quality: 50) { picture, _ in
                picture.turned(.mirrored).resized(across: 0.5, down: 0.5)
            }
        ]

    private static let crops: [PhotoMutation] = [5, 10].map { (percent: Int) -> PhotoMutation in
        PhotoMutation("crop \(percent) %") { picture, random in picture.cropped(by: Double(percent) / 100, using: &random) }
    }

    private static let borders: [PhotoMutation] = [5, 10].flatMap { (percent: Int) -> [PhotoMutation] in
        let share = Double(percent) / 100
        return [
            PhotoMutation("border \(percent) %, white") { picture, _ in picture.framed(by: share, grey: 255) },
            PhotoMutation("border \(percent) %, black") { picture, _ in picture.framed(by: share, grey: 0) },
            PhotoMutation("border \(percent) %, blurred") { picture, _ in picture.framedByItself(share) },
        ]
    }

    private static let overlays: [PhotoMutation] = [
        PhotoMutation("overlay, SALE") { picture, _ in
            picture.lettered(Picture.Lettering(text: "SALE", height: 0.25, middle: (0.5, 0.5)))
        },
        PhotoMutation("overlay, price") { picture, random in picture.priced(using: &random) },
        PhotoMutation("overlay, telephone number") { picture, random in picture.withTelephoneNumber(using: &random) },
        PhotoMutation("overlay, watermark") { picture, _ in picture.watermarked() },
    ]

    private static let levels: [PhotoMutation] =
        [0.7, 0.8, 1.2, 1.3].flatMap { (factor: Double) -> [PhotoMutation] in
            [
                PhotoMutation("brightness \(factor)×") { picture, _ in picture.brightened(factor) },
                PhotoMutation("contrast \(factor)×") { picture, _ in picture.contrasted(factor) },
            ]
        } + [PhotoMutation("grey") { picture, _ in picture.greyed() }]

    private static let blurs: [PhotoMutation] = [1, 3].map { (radius: Int) -> PhotoMutation in
        PhotoMutation("blur, \(radius) pixels") { picture, _ in picture.blurred(radius: radius) }
    }

    private static let tilts: [PhotoMutation] = [3, 5].map { (degrees: Double) -> PhotoMutation in
        PhotoMutation("tilt \(Int(degrees))°") { picture, random in
            picture.tilted(degrees: Bool.random(using: &random) ? degrees : -degrees)
        }
    }
}
