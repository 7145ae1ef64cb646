"""Makes PNG, WebP and unusual JPEG files, each with Pillow's picture of it beside it: media_make_formats.py FOLDER

FILE.rgb is u32 width, u32 height (big-endian, upright) and the RGB bytes of Image.open(FILE) -> exif_transpose -> convert("RGB").
Grey PNG of 16 bits is the exception: Pillow clips it at 255; FILE.rgb has the high bytes.
"""

import ctypes
import ctypes.util
import io
import os
import pathlib
import random
import struct
import sys
import zlib

import numpy
from PIL import Image, ImageFile, ImageOps

from media_make_photos import exif, picture

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def filtered(rows, pixel_bytes, rng):
    """Rows of bytes with a random PNG filter each (PNG 9.2)."""
    before = None
    for row in rows:
        kind = rng.randrange(5)
        above = before or bytes(len(row))
        out = bytearray([kind])
        for index, value in enumerate(row):
            left = row[index - pixel_bytes] if index >= pixel_bytes else 0
            corner = above[index - pixel_bytes] if index >= pixel_bytes else 0
            guess = left + above[index] - corner
            nearest = min((left, above[index], corner), key=lambda one: abs(guess - one))
            out.append((value - (0, left, above[index], (left + above[index]) // 2, nearest)[kind]) & 255)
        yield bytes(out)
        before = row


def png(width, height, depth, colour, seed, interlaced=False, before=b"", after=b"", entries=None):
    """Random samples, random filters; `before` and `after` are chunks around the picture's."""
    rng = random.Random(seed)
    count = CHANNELS[colour]
    limit = min(entries or 1 << depth, 1 << depth)
    samples = [[rng.randrange(limit) for _ in range(width * count)] for _ in range(height)]

    def packed(row):
        bits = "".join(format(value, f"0{depth}b") for value in row)
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")

    raw = b""
    for left, top, across, down in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        if left >= width:
            continue
        rows = [
            packed([row[x * count + c] for x in range(left, width, across) for c in range(count)]) for row in samples[top::down]
        ]
        raw += b"".join(filtered(rows, max(1, depth * count // 8), rng))
    palette = chunk(b"PLTE", rng.randbytes(3 * (entries or 1 << depth))) if colour == 3 else b""
    data = zlib.compress(raw)
    cut = len(data) // 3
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + palette
        + (chunk(b"tRNS", rng.randbytes({0: 2, 2: 6, 3: 2}[colour])) if seed % 2 and colour in (0, 2, 3) else b"")
        + chunk(b"IDAT", data[:cut]) + chunk(b"IDAT", b"") + chunk(b"IDAT", data[cut:]) + after + chunk(b"IEND", b"")
    )  # fmt: skip


def png_files():
    kinds = [(d, 0) for d in (1, 2, 4, 8, 16)] + [(d, 3) for d in (1, 2, 4, 8)] + [(d, c) for c in (2, 4, 6) for d in (8, 16)]
    for depth, colour in kinds:
        for seed, (width, height) in enumerate([(33, 21), (1, 1), (3, 9), (8, 2)]):
            for interlaced in (False, True):
                yield f"png-{colour}-{depth}-{width}x{height}{'-i' if interlaced else ''}.png", png(
                    width, height, depth, colour, seed, interlaced
                )
    colours = {
        "gama": chunk(b"gAMA", struct.pack(">I", 100_000)),
        "gama-dark": chunk(b"gAMA", struct.pack(">I", 20_000)) + chunk(b"bKGD", bytes(6)),
        "srgb": chunk(b"sRGB", b"\0"),
        "chrm": chunk(b"cHRM", bytes(32)),
        "sbit": chunk(b"sBIT", b"\5\6\5"),
        "iccp": chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(3_000))),
        "hint": chunk(b"PLTE", bytes(range(12))),
        "text": chunk(b"tEXt", b"Comment\0hello") + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"hello" * 100)),
    }
    for name, before in colours.items():
        yield f"png-{name}.png", png(20, 11, 8, 2, 2, before=before)
    yield "png-palette-short.png", png(20, 11, 8, 3, 2, entries=7)
    yield "png-gama-16.png", png(20, 11, 16, 2, 2, before=colours["gama-dark"])
    for orientation in (1, 3, 6, 8, 9):
        body = exif(orientation, True)[6:]
        yield f"png-exif-{orientation}.png", png(20, 11, 8, 2, 2, before=chunk(b"eXIf", body))
        yield f"png-exif-late-{orientation}.png", png(20, 11, 8, 2, 2, after=chunk(b"eXIf", b"Exif\0\0" + body))
    first, second = picture(40, 30, 11), picture(40, 30, 12)
    yield "png-animated.png", saved(first, "PNG", save_all=True, append_images=[second])
    yield "png-animated-apart.png", saved(first, "PNG", save_all=True, append_images=[second], default_image=True)
    yield "png-photo.png", saved(picture(321, 243, 13), "PNG")


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def webp_files():
    for seed, (width, height) in enumerate([(1, 1), (2, 3), (17, 16), (321, 243), (5_000, 20), (20, 5_000)]):
        for mode in ("RGB", "RGBA"):
            image = picture(width, height, seed, mode)
            yield f"webp-{mode}-lossless-{width}x{height}.webp", saved(image, "WEBP", lossless=True, exact=True)
            for quality in (5, 80, 100):
                yield f"webp-{mode}-{quality}-{width}x{height}.webp", saved(image, "WEBP", quality=quality, exact=True)
    base = picture(63, 41, 20)
    yield "webp-palette.webp", saved(base.quantize(9), "WEBP", lossless=True)
    yield "webp-flat.webp", saved(Image.new("RGB", (200, 100), (9, 99, 199)), "WEBP", lossless=True)
    for orientation in (1, 3, 6, 8, 9):
        yield f"webp-exif-{orientation}.webp", saved(base, "WEBP", exif=exif(orientation, False))
    yield "webp-profile.webp", saved(base, "WEBP", icc_profile=bytes(5_000))
    frames = [picture(64, 40, seed, "RGBA") for seed in (21, 22)]
    for lossless in (False, True):
        name = f"webp-animated-{'lossless' if lossless else 'lossy'}.webp"
        yield name, saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=lossless, duration=100)
    # A first frame that covers a part of its canvas.
    still = saved(picture(20, 10, 23), "WEBP", lossless=True)[12:]
    place = b"".join(value.to_bytes(3, "little") for value in (3, 2, 19, 9, 100)) + b"\0"
    canvas = b"\x02\0\0\0" + (39).to_bytes(3, "little") + (29).to_bytes(3, "little")

    def part(name, body):
        return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)

    body = b"WEBP" + part(b"VP8X", canvas) + part(b"ANIM", bytes(6)) + part(b"ANMF", place + still)
    yield "webp-animated-part.webp", part(b"RIFF", body)


def turbojpeg(image, subsampling, flags=0, **environment):
    """tjCompress2: the sampling factors that Pillow does not write. The environment switches arithmetic coding and restarts on."""
    library = ctypes.CDLL(ctypes.util.find_library("turbojpeg") or "libturbojpeg.so.0")
    library.tjInitCompress.restype = ctypes.c_void_p
    for name in ("TJ_ARITHMETIC", "TJ_RESTART"):
        os.environ.pop(name, None)
    os.environ.update(environment)
    output, size = ctypes.POINTER(ctypes.c_ubyte)(), ctypes.c_ulong()
    status = library.tjCompress2(
        ctypes.c_void_p(library.tjInitCompress()), image.tobytes(), image.width, 0, image.height, 0,
        ctypes.byref(output), ctypes.byref(size), subsampling, 85, flags,
    )  # fmt: skip
    assert status == 0
    return bytes(output[: size.value])


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def garbage_scan(factors, progressive, seed):
    """A scan of noise under any sampling factors: every decoder makes the same picture of it."""
    rng = random.Random(seed)
    file = saved(picture(48, 48, 30), "JPEG", quality=60, progressive=progressive)
    at = next(index for index in range(len(file)) if file[index] == 0xFF and file[index + 1] in (0xC0, 0xC2))
    frame = bytearray(file[at : at + 19])
    frame[5:9] = struct.pack(">HH", 61, 77)
    frame[11], frame[14], frame[17] = factors
    scan = file.index(b"\xff\xda")
    body = file[:at] + frame + file[at + 19 : scan]
    noise = bytes(rng.randrange(255) for _ in range(6_000))
    return body + file[scan : scan + 14] + noise + b"\xff\xd9"


def jpeg_files():
    base = picture(133, 97, 40)
    for name, subsampling in {"444": 0, "422": 1, "420": 2, "grey": 3, "440": 4, "411": 5}.items():
        yield f"jpeg-{name}.jpg", turbojpeg(base, subsampling)
        yield f"jpeg-{name}-progressive.jpg", turbojpeg(base, subsampling, 16384)
        yield f"jpeg-{name}-arithmetic.jpg", turbojpeg(base, subsampling, TJ_ARITHMETIC="1")
        yield f"jpeg-{name}-restarts.jpg", turbojpeg(base, subsampling, TJ_RESTART="1B")
    yield "jpeg-arithmetic-progressive.jpg", turbojpeg(base, 2, 16384, TJ_ARITHMETIC="1")
    for index, factors in enumerate([(0x12, 0x11, 0x11), (0x11, 0x22, 0x11), (0x21, 0x12, 0x11), (0x41, 0x11, 0x21), (0x14, 0x11, 0x12), (0x31, 0x11, 0x11), (0x22, 0x21, 0x22)]):  # fmt: skip
        name = "".join(format(one, "02x") for one in factors)
        yield f"jpeg-noise-{name}.jpg", garbage_scan(factors, False, index)
    plain = saved(base, "JPEG", quality=85)
    inks = saved(picture(133, 97, 41, "CMYK"), "JPEG", quality=85)
    adobe = inks.index(b"Adobe")
    yield "jpeg-cmyk-adobe.jpg", inks
    yield "jpeg-ycck.jpg", inks[: adobe + 11] + b"\2" + inks[adobe + 12 :]
    yield "jpeg-cmyk-plain.jpg", inks[: adobe - 4] + inks[adobe + 12 :]
    three = plain.index(b"\xff\xdb")
    marks = b"\xff\xd8" + segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")
    yield "jpeg-rgb-adobe.jpg", marks + plain[three:]
    yield "jpeg-ycc-adobe.jpg", marks[:-1] + b"\1" + plain[three:]
    yield "jpeg-no-marks.jpg", b"\xff\xd8" + plain[three:]
    yield "jpeg-trailing.jpg", plain + b"\xff\xda trailing \xff\xd8\xff" * 100
    profile = b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 3]) + bytes(60_000)) for n in (1, 2, 3))
    turned = segment(0xE1, exif(6, True)) + segment(0xE1, exif(3, False))
    yield "jpeg-segments.jpg", plain[:2] + turned + profile + segment(0xFE, b"x" * 65_000) + plain[2:]
    scans = saved(base, "JPEG", quality=85, progressive=True)
    yield "jpeg-fill-bytes.jpg", plain[:2] + b"\xff" * 5_000 + plain[2:-2] + b"\xff" * 5_000 + plain[-2:]
    yield "jpeg-cut-last-scan.jpg", scans[:-30]


def main():
    folder = pathlib.Path(sys.argv[1])
    for files in (png_files(), webp_files(), jpeg_files()):
        for name, data in files:
            (folder / name).write_bytes(data)
            ImageFile.LOAD_TRUNCATED_IMAGES = "cut" in name
            image = Image.open(io.BytesIO(data))
            image.load()
            image = ImageOps.exif_transpose(image)
            if image.mode == "I;16":
                image = Image.fromarray((numpy.asarray(image) >> 8).astype(numpy.uint8))
            rgb = image.convert("RGB")
            (folder / f"{name}.rgb").write_bytes(struct.pack(">II", *rgb.size) + rgb.tobytes())


if __name__ == "__main__":
    main()
