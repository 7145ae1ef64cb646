public import ProtobufWire

extension HolsterV1 {
    public struct VersionVector: ProtobufMessage {
        public static let protobufName = "holster.v1.VersionVector"

        public var normaliser = ""
        public var pixelMode = ""
        /// File name and digest of the rule file.
        public var rules = ""
        /// Epoch of each bank that was looked into, by bank name. An epoch numbers a bank's state.
        public var bankEpochs: ProtobufMap<Int64> = [:]
        /// SHA-256 (hexadecimal) of the text tower's vocabulary; empty when no text was scored.
        public var tokenizer = ""
        public var models: ModelVersions?
        /// Name and digest of the policy file, which holds the thresholds.
        public var policy = ""
        /// The server's own build.
        public var build = ""

        public init() {}

        public func encode(to writer: inout ProtobufWriter) {
            writer.string(1, normaliser)
            writer.string(2, pixelMode)
            writer.string(3, rules)
            writer.map(4, bankEpochs)
            writer.string(5, tokenizer)
            writer.message(6, models)
            writer.string(7, policy)
            writer.string(8, build)
        }

        public mutating func decodeField(_ number: Int, from reader: inout ProtobufReader) throws(ProtobufError) {
            switch number {
            case 1: normaliser = try reader.string() ?? normaliser
            case 2: pixelMode = try reader.string() ?? pixelMode
            case 3: rules = try reader.string() ?? rules
            case 4: try reader.map(into: &bankEpochs)
            case 5: tokenizer = try reader.string() ?? tokenizer
            case 6: try reader.message(into: &models)
            case 7: policy = try reader.string() ?? policy
            case 8: build = try reader.string() ?? build
            default: try reader.skip()
            }
        }
    }
}
