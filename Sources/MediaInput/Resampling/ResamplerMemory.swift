/// What a resize needs beside its source and target; one thread at a time.
package struct ResamplerMemory: ~Copyable {
    var between = ScratchMemory()
    var stored = ScratchMemory()
    var luma = ScratchMemory()
    var layout = ScratchMemory()
    /// A picture of a few thousand samples, and numbers made of it: too large for the stack.
    var thumbnail = ScratchMemory()
    var numbers = ScratchMemory()

    package init() {}

    mutating func trim(above limit: Int) {
        between.trim(above: limit)
        stored.trim(above: limit)
        luma.trim(above: limit)
        layout.trim(above: limit)
    }
}
