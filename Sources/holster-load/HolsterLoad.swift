import ArgumentParser
import LoadGenerator

@main
struct HolsterLoad {
    static func main() async { await LoadCommand.main() }
}
