/// Where decoders put a picture: the picture itself, and as much again for those that need it.
struct PictureMemory: ~Copyable {
    var picture = ScratchMemory()
    var aside = ScratchMemory()

    mutating func trim(above limit: Int) {
        picture.trim(above: limit)
        aside.trim(above: limit)
    }
}
