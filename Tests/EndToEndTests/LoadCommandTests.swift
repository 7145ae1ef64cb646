import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `holster-load` as operators type it, against a whole stack.
    @Suite(.serialized)
    struct LoadCommandTests {
        /// The README's examples of `holster-load`, as written.
        private static func examples() throws -> [String] {
            let readme = try String(contentsOf: Repository.root.appending(path: "README.md"), encoding: .utf8)
            return readme.split(separator: "\n").map(String.init).filter { $0.hasPrefix("holster-load ") }
        }

        /// A folder like the checkout, in which examples may leave files.
        private static func workplace(in folder: URL) throws -> URL {
            let place = folder.appending(path: "workplace")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for name in ["demo", "config"] {
                try FileManager.default.createSymbolicLink(
                    at: place.appending(path: name),
                    withDestinationURL: Repository.root.appending(path: name)
                )
            }
            return place
        }

        private static func type(_ line: String, in place: URL) throws -> String {
            let programs = Repository.root.appending(path: RealStack.programs).path
            return try Shell.run("/bin/sh", ["-c", "cd '\(place.path)' && PATH='\(programs)':$PATH && \(line)"])
        }

        @Test func examplesOfTheReadme_runAsWritten_andThePageOpensInABrowser() async throws {
            let stack = try RealStack(base: 31_700)
            try stack.startRedis()
            try stack.startTriton()
            // The examples name no server: they mean the usual port.
            try stack.startHolster(settings: ["HOLSTER_GRPC_LISTEN": "127.0.0.1:7070"])
            let place = try Self.workplace(in: stack.folder)
            // Before the search: cancelled calls under overload end Triton 2.51 now and then (its issues 7368 and 8034).
            let tensors = "holster-load --infer clip_image --server \(stack.tritonAddress) --rate 20 --seconds 2"
            #expect(try Self.type(tensors, in: place).contains("status     OK 40"))
            let examples = try Self.examples()
            #expect(examples.count == 3)
            for example in examples {
                let output = try Self.type(example, in: place)
                #expect(output.contains("status     OK "), "\(example): \(output)")
                #expect(!output.contains("replayed"), "every call is a new one")
                if example.contains("--find-capacity") { #expect(output.hasPrefix("capacity ")) }
            }
            try open(place.appending(path: "run.html"))
            // Past its last use the stack would be gone, and its servers with it.
            withExtendedLifetime(stack) {}
            // Long lines are folded there.
            let help = try Self.type("holster-load --help", in: place).split(whereSeparator: \.isWhitespace).joined(
                separator: " "
            )
            #expect(examples.allSatisfy { help.contains($0) }, "--help has the same examples")
        }

        /// In headless Chromium, at a desk's width and a telephone's: nothing is said on the console, and there is something to see.
        private func open(_ page: URL) throws {
            guard FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium") else {
                print("SKIPPED: no /usr/bin/chromium: the page of --html is not opened")
                return
            }
            for width in [1_280, 390] {
                let picture = page.deletingPathExtension().appendingPathExtension("\(width).png")
                let options = [
                    "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--window-size=\(width),2400",
                    "--user-data-dir=\(page.deletingLastPathComponent().path)/browser-\(width)", "--screenshot=\(picture.path)",
                ]
                let said = try Shell.run(
                    "/bin/sh",
                    ["-c", "/usr/bin/chromium \"$@\" 2>&1", "sh"] + options + [page.absoluteString]
                )
                #expect(!said.contains("CONSOLE"), "\(said)")
                #expect(try Data(contentsOf: picture).count > 20_000)
            }
        }
    }
}
