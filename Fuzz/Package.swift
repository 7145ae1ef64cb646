// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets: the modules they reach, built with libFuzzer's coverage and AddressSanitizer, or ThreadSanitizer where dev/fuzz.sh, which
// builds and runs them, says so.

let sanitizer = Context.environment["HOLSTER_FUZZ_SANITIZER"] ?? "address"

let sanitized: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .unsafeFlags(["-sanitize=fuzzer,\(sanitizer)", "-parse-as-library"]),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")

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
        linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,\(sanitizer)", "-use-ld=lld"])]
    )
}

let package = Package(
    name: "holster-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        system("CTurboJPEG"),
        system("CPNG"),
        system("CWebP"),
        system("COpenSSL"),
        system("CICU"),
        system("CLinux"),
        system("CNghttp2"),
        system("CZlib"),
        system("CVectorscan"),
        .systemLibrary(name: "CLibFuzzer", path: "CLibFuzzer"),
        .target(
            name: "CPixelKernels",
            path: "Sources/CPixelKernels",
            cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link,\(sanitizer)"])]
        ),
        .target(
            name: "CHammingKernels",
            path: "Sources/CHammingKernels",
            cSettings: [.unsafeFlags(["-fsanitize=fuzzer-no-link,\(sanitizer)"])]
        ),
        module("ModerationCore"),
        module("MediaInput", ["ModerationCore", "CTurboJPEG", "CPNG", "CWebP", "COpenSSL", "CPixelKernels"]),
        module("TextInput", ["ModerationCore", "CICU"]),
        module("Screening", ["ModerationCore", "CVectorscan", "CHammingKernels", "CZlib", yams]),
        module("Reactor", ["CLinux", deque]),
        module("HTTP2Transport", ["Reactor", "CNghttp2", "COpenSSL"]),
        module("ProtobufWire"),
        module("GRPCTransport", ["HTTP2Transport", "Reactor", "CZlib"]),
        module("ModerationAPI", ["ProtobufWire", "GRPCTransport"]),
        module("TritonAdapter", ["ModerationCore", "GRPCTransport", "ProtobufWire"]),
        // Part of ModerationServer, which as a whole leans on much more.
        .target(
            name: "BankFormats",
            dependencies: ["ModerationCore"],
            path: "Sources/ModerationServer/Curation/Formats",
            swiftSettings: sanitized
        ),
        fuzzer("PhotoFuzz", ["CLibFuzzer", "MediaInput"]),
        fuzzer("TokenizerFuzz", ["CLibFuzzer", "TextInput", "ModerationCore"]),
        fuzzer("ProtobufFuzz", ["CLibFuzzer", "ModerationAPI", "ProtobufWire", "TritonAdapter"]),
        fuzzer("FramingFuzz", ["CLibFuzzer", "GRPCTransport", "HTTP2Transport"]),
        fuzzer("BankFileFuzz", ["CLibFuzzer", "Screening"]),
        fuzzer("RulesFuzz", ["CLibFuzzer", "Screening", "TextInput", "ModerationCore"]),
        fuzzer("FormatsFuzz", ["CLibFuzzer", "BankFormats", "ModerationCore"]),
        system("CHiredis"),
        module("RedisAdapter", ["ModerationCore", "Reactor", "CHiredis"]),
        fuzzer("RedisFuzz", ["CLibFuzzer", "RedisAdapter", "ModerationCore"]),
        fuzzer("HTTP2Fuzz", ["CLibFuzzer", "GRPCTransport", "HTTP2Transport", "Reactor"]),
    ]
)
