/// A command in wire format: an array of bulk strings (https://redis.io/docs/latest/develop/reference/protocol-spec/).
public struct RedisCommand: Sendable {
    let wire: [UInt8]

    public init(_ arguments: [[UInt8]]) {
        var wire: [UInt8] = []
        wire.reserveCapacity(arguments.reduce(16) { $0 + $1.count + 16 })
        func header(_ mark: UInt8, _ count: Int) {
            wire.append(mark)
            wire.append(contentsOf: String(count).utf8)
            wire.append(contentsOf: [13, 10])
        }
        header(UInt8(ascii: "*"), arguments.count)
        for argument in arguments {
            header(UInt8(ascii: "$"), argument.count)
            wire.append(contentsOf: argument)
            wire.append(contentsOf: [13, 10])
        }
        self.wire = wire
    }

    public init(_ arguments: String...) { self.init(arguments.map { Array($0.utf8) }) }

    init(strings arguments: [String]) { self.init(arguments.map { Array($0.utf8) }) }
}
