// swift-tools-version: 6.2
import PackageDescription

// Targets are listed in the order data flows: the house rules and the arrows are in docs/architecture.md.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
]

/// For the transport, whose mutable state is confined to one event loop each: no checks at run time that a property is not read while it is
/// written. Debug builds and fuzzing have them (docs/decisions/0013).
let confinedSettings: [SwiftSetting] =
    settings + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

func system(_ name: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)")
}

func module(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = settings) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// Programs allocate through jemalloc, which the linker puts before the C library (docs/decisions/0014). Tests and fuzz targets do not.
let allocator: [LinkerSetting] = [.linkedLibrary("jemalloc", .when(platforms: [.linux]))]

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        swiftSettings: settings,
        linkerSettings: allocator
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let metricsTesting = Target.Dependency.product(name: "MetricsTestKit", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "holster",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "holster", targets: ["holster"]),
        .executable(name: "holster-load", targets: ["holster-load"]),
        .library(name: "holster_preprocessing", type: .dynamic, targets: ["PreprocessingBridge"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // C libraries: a module map and prefixed inline wrappers each, nothing else.
        system("CLinux"),
        system("CNghttp2"),
        system("COpenSSL"),
        system("CZlib"),
        system("CTurboJPEG"),
        system("CPNG"),
        system("CWebP"),
        system("CICU"),
        system("CVectorscan"),
        system("CHiredis"),

        // Inner loops that measure better in C than in Swift's SIMD types.
        .target(name: "CPixelKernels"),
        .target(name: "CHammingKernels"),

        // The nouns and the ports.
        module("ModerationCore"),

        // The stages, in the order a listing passes them.
        module("Reactor", ["CLinux", deque], settings: confinedSettings),
        module("MediaInput", ["ModerationCore", "CTurboJPEG", "CPNG", "CWebP", "COpenSSL", "CPixelKernels"]),
        module("TextInput", ["ModerationCore", "CICU"]),
        module("Screening", ["ModerationCore", "CVectorscan", "CHammingKernels", "CZlib", yams]),
        module("EvasionGate", ["ModerationCore", "MediaInput", "TextInput", "Screening", yams]),
        module("Scoring", ["ModerationCore"]),
        module("Deciding", ["ModerationCore", yams]),
        module("Recording", ["ModerationCore", grdb]),
        module(
            "ModerationPipeline",
            [
                "ModerationCore", "Reactor", "MediaInput", "TextInput", "Screening", "Scoring", "Deciding", "Recording", metrics,
                deque,
            ]
        ),

        // The stages that training shares, behind a C interface.
        system("CHolsterPreprocessing"),
        module("PreprocessingBridge", ["CHolsterPreprocessing", "MediaInput", "TextInput", "ModerationCore"]),

        // Transport, bottom up.
        module("HTTP2Transport", ["Reactor", "CNghttp2", "COpenSSL"], settings: confinedSettings),
        module("ProtobufWire"),
        module("GRPCTransport", ["HTTP2Transport", "Reactor", "CZlib"], settings: confinedSettings),
        module("ModerationAPI", ["ProtobufWire", "GRPCTransport"]),

        // Adapters.
        module("TritonAdapter", ["ModerationCore", "GRPCTransport", "ProtobufWire"]),
        module("RedisAdapter", ["ModerationCore", "Reactor", "CHiredis"]),

        // Programs, and what their commands share.
        module("CommandOptions", ["GRPCTransport", "HTTP2Transport", arguments]),
        module(
            "ModerationServer",
            [
                "CommandOptions", "ModerationPipeline", "ModerationAPI", "TritonAdapter", "RedisAdapter", "GRPCTransport",
                "HTTP2Transport", "Reactor",
                "MediaInput", "TextInput", "Screening", "EvasionGate", "Scoring", "Deciding", "Recording", "ModerationCore",
                "ProtobufWire",
                logging, metrics, lifecycle, arguments, yams, flyingFox,
            ]
        ),
        program("holster", ["ModerationServer", arguments]),
        module(
            "LoadGenerator",
            [
                "CommandOptions", "EvasionGate", "GRPCTransport", "ModerationAPI", "ModerationCore", "Reactor", "TritonAdapter",
                arguments, histogram, yams,
            ]
        ),
        program("holster-load", ["LoadGenerator", arguments]),
        module(
            "ModerationTesting",
            [
                "ModerationCore", "ModerationPipeline", "Scoring", "Deciding", "Screening", "TextInput", "TritonAdapter",
                "GRPCTransport", "ProtobufWire", "Reactor", metrics,
            ]
        ),

        .executableTarget(
            name: "preprocessing-bench",
            dependencies: ["MediaInput", "TextInput", "ModerationCore"],
            path: "Benchmarks/preprocessing-bench",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "screening-bench",
            dependencies: ["Screening", "TextInput", "RedisAdapter", "Reactor", "ModerationCore"],
            path: "Benchmarks/screening-bench",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "transport-bench",
            dependencies: ["GRPCTransport", "HTTP2Transport", "TritonAdapter", "ModerationCore", "Reactor"],
            path: "Benchmarks/transport-bench",
            swiftSettings: settings,
            linkerSettings: allocator
        ),
        .executableTarget(
            name: "bank-bench",
            dependencies: ["RedisAdapter", "Screening", "ModerationCore", "Reactor"],
            path: "Benchmarks/bank-bench",
            swiftSettings: settings,
            linkerSettings: allocator
        ),

        .executableTarget(
            name: "inference-stand-in",
            dependencies: ["ModerationTesting", "GRPCTransport", "Reactor", arguments],
            path: "Benchmarks/inference-stand-in",
            swiftSettings: settings,
            linkerSettings: allocator
        ),

        // Tests, one target a module; TestSupport finds photos, oracles and seeds.
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "ProtobufTesting",
            dependencies: ["ProtobufWire", "TestSupport"],
            path: "Tests/ProtobufTesting",
            swiftSettings: settings
        ),
        tests("ModerationCoreTests", ["ModerationCore", "TestSupport"]),
        tests("ReactorTests", ["Reactor", "TestSupport"]),
        tests("MediaInputTests", ["MediaInput", "CPixelKernels", "ModerationCore", "TestSupport"]),
        tests("TextInputTests", ["TextInput", "ModerationCore", "TestSupport"]),
        tests("ScreeningTests", ["Screening", "CHammingKernels", "TextInput", "ModerationCore", "TestSupport", yams]),
        tests("EvasionGateTests", ["EvasionGate", "Screening", "TextInput", "MediaInput", "ModerationCore", "TestSupport"]),
        tests("ScoringTests", ["Scoring", "ModerationCore", "ModerationTesting", "TestSupport"]),
        tests("DecidingTests", ["Deciding", "ModerationCore", "ModerationTesting", "TestSupport"]),
        tests("RecordingTests", ["Recording", "ModerationCore", "TestSupport"]),
        tests(
            "ModerationPipelineTests",
            [
                "ModerationPipeline", "ModerationTesting", "ModerationCore", "Scoring", "Deciding", "Screening", "Recording",
                "MediaInput", "TextInput", "Reactor", "TestSupport", metrics, metricsTesting,
            ]
        ),
        tests(
            "PreprocessingBridgeTests",
            ["PreprocessingBridge", "CHolsterPreprocessing", "MediaInput", "TextInput", "ModerationCore", "TestSupport"]
        ),
        tests("HTTP2TransportTests", ["HTTP2Transport", "Reactor", "TestSupport"]),
        tests("ProtobufWireTests", ["ProtobufWire", "TestSupport"]),
        tests("GRPCTransportTests", ["GRPCTransport", "HTTP2Transport", "ProtobufWire", "Reactor", "TestSupport"]),
        tests(
            "ModerationAPITests",
            ["ModerationAPI", "ProtobufWire", "GRPCTransport", "Reactor", "ProtobufTesting", "TestSupport"]
        ),
        tests(
            "TritonAdapterTests",
            ["TritonAdapter", "ModerationCore", "GRPCTransport", "Reactor", "ProtobufWire", "ProtobufTesting", "TestSupport"]
        ),
        tests(
            "ModerationTestingTests",
            ["ModerationTesting", "ModerationCore", "TritonAdapter", "GRPCTransport", "Reactor", "TestSupport"]
        ),
        tests("RedisAdapterTests", ["bank-bench", "RedisAdapter", "ModerationCore", "Reactor", "TestSupport"]),
        tests(
            "ModerationServerTests",
            [
                "ModerationServer", "ModerationTesting", "ModerationCore", "ModerationAPI", "GRPCTransport", "HTTP2Transport",
                "ModerationPipeline",
                "RedisAdapter", "Recording", "Screening", "MediaInput", "TextInput", "Reactor", "TestSupport", metrics,
            ]
        ),
        tests("CommandOptionsTests", ["CommandOptions", "GRPCTransport", "TestSupport", arguments]),
        tests(
            "LoadGeneratorTests",
            [
                "LoadGenerator", "ModerationAPI", "GRPCTransport", "Reactor", "TritonAdapter", "ProtobufWire", "TestSupport",
                histogram,
            ]
        ),
        tests(
            "EndToEndTests",
            [
                "TestSupport", "ModerationAPI", "GRPCTransport", "HTTP2Transport", "TritonAdapter", "Reactor", "ModerationCore",
                "Recording",
            ]
        ),
    ]
)

// `pip install ./training/preprocessing` builds the bridge and what stands below it, without packages from elsewhere.
if Context.environment["HOLSTER_PREPROCESSING_ONLY"] == "1" {
    package.dependencies = []
    package.products.removeAll { $0.name != "holster_preprocessing" }
    var needed: Set<String> = ["PreprocessingBridge"]
    for target in package.targets.reversed() where needed.contains(target.name) {
        for case .byNameItem(let name, _) in target.dependencies { needed.insert(name) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
}
