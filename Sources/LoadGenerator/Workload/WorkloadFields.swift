internal import Yams

/// The fields of one mapping of a workload file.
struct WorkloadFields {
    typealias Problem = WorkloadFile.Problem

    /// In front of field names in errors: empty, or ends in a dot.
    let path: String
    private let mapping: Node.Mapping

    /// `known` are the keys that may be there; `nil`: any.
    init(_ node: Node?, _ path: String, _ known: [String]?) throws(Problem) {
        guard let mapping = node?.mapping else {
            throw Problem("\(path.isEmpty ? "the file" : String(path.dropLast())): fields are needed")
        }
        self.path = path
        self.mapping = mapping
        guard let known else { return }
        for key in keys where !known.contains(key) {
            throw Problem("\(path)\(key): unknown; the fields are \(known.joined(separator: ", "))")
        }
    }

    /// In the order of the file.
    var keys: [String] { mapping.keys.map { $0.string ?? "?" } }

    func required(_ name: String) throws(Problem) -> String {
        guard let text = mapping[name]?.string, !text.isEmpty else { throw Problem("\(path)\(name): required") }
        return text
    }

    func integer(_ name: String, in limits: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let node = mapping[name] else { return nil }
        guard let value = node.int, limits.contains(value) else {
            throw Problem("\(path)\(name): a whole number from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return value
    }

    func number(_ name: String, in limits: ClosedRange<Double>) throws(Problem) -> Double? {
        guard let node = mapping[name] else { return nil }
        guard let value = node.float, limits.contains(value) else {
            throw Problem("\(path)\(name): a number from \(limits.lowerBound) to \(limits.upperBound)")
        }
        return value
    }

    /// `3` or `[1, 4]`.
    func range(_ name: String, in limits: ClosedRange<Int>) throws(Problem) -> ClosedRange<Int>? {
        guard let node = mapping[name] else { return nil }
        let ends = node.sequence.map { $0.compactMap(\.int) } ?? node.int.map { [$0, $0] } ?? []
        guard ends.count == 2, node.sequence?.count ?? 2 == 2, ends[0] <= ends[1], limits.contains(ends[0]),
            limits.contains(ends[1])
        else {
            throw Problem(
                "\(path)\(name): a whole number from \(limits.lowerBound) to \(limits.upperBound), or two such as [1, 4]"
            )
        }
        return ends[0]...ends[1]
    }

    /// `{ en: 3, de: 1 }`; one at least is above 0.
    func shares(_ name: String) throws(Problem) -> [WorkloadFile.Share]? {
        guard let fields = try mapping(name, nil) else { return nil }
        var shares: [WorkloadFile.Share] = []
        for key in fields.keys { shares.append(.init(name: key, weight: try fields.number(key, in: 0...1_000_000) ?? 0)) }
        guard shares.contains(where: { $0.weight > 0 }) else { throw Problem("\(path)\(name): one must have a weight above 0") }
        return shares
    }

    func mapping(_ name: String, _ known: [String]?) throws(Problem) -> WorkloadFields? {
        guard let node = mapping[name] else { return nil }
        return try WorkloadFields(node, "\(path)\(name).", known)
    }

    func list(_ name: String, _ known: [String]) throws(Problem) -> [WorkloadFields] {
        guard let node = mapping[name] else { return [] }
        guard let items = node.sequence else { throw Problem("\(path)\(name): a list is needed") }
        var fields: [WorkloadFields] = []
        for (index, item) in items.enumerated() { fields.append(try WorkloadFields(item, "\(path)\(name)[\(index)].", known)) }
        return fields
    }
}
