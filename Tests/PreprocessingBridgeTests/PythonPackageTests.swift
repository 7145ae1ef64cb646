import Foundation
import TestSupport
import Testing

/// The Python package by itself: what it refuses, that it installs, that its README is true.
struct PythonPackageTests {
    @Test(.enabled(if: Repository.oraclePython != nil))
    func package_whenGivenWhatItCannotTake_raisesWithACode() throws {
        let photo = Repository.root.appending(path: "demo/photos/glue-gun.jpg")
        let output = try Oracle.run(
            "bridge_refusals.py",
            arguments: [BridgeFixtures.library.path, BridgeFixtures.vocabulary.path, photo.path]
        )
        print(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test(.enabled(if: Repository.oraclePython != nil))
    func package_whenInstalledWithPip_runsItsReadme() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-package-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = try Oracle.run("bridge_install.py", arguments: [BridgeFixtures.library.path, folder.path])
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(lines.first?.hasPrefix("(224, 224, 3) uint8 ") == true)
        #expect(lines.contains("(2, 224, 224, 3) [True, False]") && lines.contains("PHOTO_TRUNCATED"))
        #expect(lines.last == "holster_preprocessing")
    }

    /// A C program over the header alone, compiled with every warning, run on the library.
    @Test
    func header_whenCompiledAsC_callsTheLibrary() throws {
        let clang = ["/usr/bin/env", "clang"]
        let folder = FileManager.default.temporaryDirectory.appending(path: "holster-header-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "smoke").path
        let source = Repository.root.appending(path: "Tests/Fixtures/bridge_smoke.c").path
        let headers = Repository.root.appending(path: "Sources/CHolsterPreprocessing").path
        let library = BridgeFixtures.library.path
        try run(clang + ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-I", headers, source, library, "-o", program])
        try run([program, Repository.root.appending(path: "demo/photos/vase.jpg").path])
    }

    private func run(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(command.first))
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LD_LIBRARY_PATH": BridgeFixtures.library.deletingLastPathComponent().path]
        ) { $1 }
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command.joined(separator: " "))")
    }
}
