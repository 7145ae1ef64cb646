import EvasionGate
import MediaInput
import ModerationCore
import Testing

/// The pictures that mutations make: their sizes, and that a seed makes the same file again.
struct PictureTests {
    static func drawing(width: Int = 120, height: Int = 80) throws -> Picture {
        var bytes: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width { bytes += [UInt8(x * 2 % 256), UInt8(y * 3 % 256), UInt8((x * y / 7) % 256)] }
        }
        return Picture(try #require(Bitmap(width: width, height: height, bytes: bytes)))
    }

    @Test func turned_byEachOrientation_movesTheCorners() throws {
        let bytes = (1...6).flatMap { [UInt8($0), UInt8($0), UInt8($0)] }
        let picture = Picture(try #require(Bitmap(width: 3, height: 2, bytes: bytes)))
        let expected: [(width: Int, levels: [UInt8])] = [
            (3, [1, 2, 3, 4, 5, 6]), (2, [4, 1, 5, 2, 6, 3]), (3, [6, 5, 4, 3, 2, 1]), (2, [3, 6, 2, 5, 1, 4]),
            (3, [3, 2, 1, 6, 5, 4]), (2, [6, 3, 5, 2, 4, 1]), (3, [4, 5, 6, 1, 2, 3]), (2, [1, 4, 2, 5, 3, 6]),
        ]
        for (orientation, answer) in zip(Orientation.allCases, expected) {
            let turned = picture.turned(orientation)
            #expect(turned.width == answer.width, "\(orientation)")
            #expect(stride(from: 0, to: 18, by: 3).map { turned.samples[$0] } == answer.levels, "\(orientation)")
        }
    }

    @Test(arguments: PhotoMutation.all.indices)
    func file_ofEachMutation_isAPhotoAndTheSameAgain(index: Int) throws {
        let (mutation, picture) = (PhotoMutation.all[index], try Self.drawing())
        let file = try #require(try mutation.file(of: picture, seed: 5, sample: "a"))
        #expect(try mutation.file(of: picture, seed: 5, sample: "a") == file)
        let read = try PhotoReader().read(file[...])
        #expect(read.width >= 8 && read.height >= 8)
    }

    @Test(arguments: [(1, 1), (1, 40), (9, 2)])
    func file_ofATinyPicture_doesNotTrap(width: Int, height: Int) throws {
        let picture = try Self.drawing(width: width, height: height)
        for mutation in PhotoMutation.all {
            #expect(try mutation.file(of: picture, seed: 1, sample: "tiny") != nil, "\(mutation.name)")
        }
    }

    @Test func all_haveNamesOfTheirOwn() {
        #expect(Set(PhotoMutation.all.map(\.name)).count == PhotoMutation.all.count)
    }

    @Test func file_ofGeometry_hasTheSizeItShould() throws {
        let picture = try Self.drawing()
        func size(_ name: String) throws -> [Int] {
            let mutation = try #require(PhotoMutation.all.first { $0.name == name })
            let file = try #require(try mutation.file(of: picture, seed: 2, sample: "b"))
            let read = try PhotoReader().read(file[...])
            return [read.width, read.height]
        }
        #expect(try size("resize 0.5× 0.5×") == [60, 40] && size("resize 0.7× 1.0×") == [84, 80])
        #expect(try size("rotated90") == [80, 120] && size("mirrored") == [120, 80])
        #expect(try size("crop 10 %") == [108, 72] && size("border 10 %, white") == [136, 96])
    }
}
