import ArgumentParser
import ModerationServer

@main
struct Holster {
    static func main() async { await HolsterCommand.main() }
}
