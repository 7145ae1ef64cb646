// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets: the modules they reach, built with libFuzzer's coverage and AddressSanitizer. Built and run by dev/fuzz.sh.

let sanitized: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"]),
]

func system(_ name: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)")
}

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(name)", swiftSettings: sanitized)
}

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: name,
        swiftSettings: sanitized,
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]
    )
}

let package = Package(
    name: "holster-fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        system("CTurboJPEG"),
        system("CPNG"),
        system("CWebP"),
        system("COpenSSL"),
        system("CICU"),
        .systemLibrary(name: "CLibFuzzer", path: "CLibFuzzer"),
        .target(
            name: "CPixelKernels",
            path: "Sources/CPixelKernels",
            cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]
        ),
        module("ModerationCore"),
        module("MediaInput", ["ModerationCore", "CTurboJPEG", "CPNG", "CWebP", "COpenSSL", "CPixelKernels"]),
        module("TextInput", ["ModerationCore", "CICU"]),
        fuzzer("PhotoFuzz", ["CLibFuzzer", "MediaInput"]),
        fuzzer("TokenizerFuzz", ["CLibFuzzer", "TextInput", "ModerationCore"]),
    ]
)
