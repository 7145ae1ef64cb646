/// One message as it came: its bytes, and whether its sender compressed them.
package struct InboundMessage: Sendable, Equatable {
    package var bytes: ArraySlice<UInt8>
    package var isCompressed: Bool

    package init(bytes: ArraySlice<UInt8>, isCompressed: Bool = false) {
        self.bytes = bytes
        self.isCompressed = isCompressed
    }
}
