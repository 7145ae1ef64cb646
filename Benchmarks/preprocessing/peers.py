"""What people use today for the work that is measured: each peer as its users call it, on one thread."""

import io
from pathlib import Path

import imagehash
import numpy
import pdqhash
import simplejpeg
import torch
from flash_tokenizer import BertTokenizerFlash
from PIL import Image, ImageOps
from tokenizers import BertWordPieceTokenizer

SIDE = 224


class Peers:
    def __init__(self, vocabulary):
        torch.set_num_threads(1)
        self.hf = BertWordPieceTokenizer(vocabulary, lowercase=True)
        self.hf.enable_truncation(128)
        self.flash = BertTokenizerFlash(vocabulary, do_lower_case=True, model_max_length=128).tokenizer
        self.files = {}

    def content(self, path):
        if path not in self.files:
            self.files[path] = Path(path).read_bytes()
        return self.files[path]

    def picture(self, path):
        return Image.open(io.BytesIO(self.content(path))).convert("RGB")

    def exact_pixels(self, path):
        """Pillow: open, turn upright, RGB, bicubic to a shorter side of 224, centre square."""
        return self.resized(ImageOps.exif_transpose(Image.open(io.BytesIO(self.content(path)))).convert("RGB"))

    def resized(self, picture):
        width, height = picture.size
        short = min(width, height)
        size = (SIDE * width // short, SIDE * height // short)
        left, top = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
        return numpy.asarray(picture.resize(size, Image.Resampling.BICUBIC).crop((left, top, left + SIDE, top + SIDE)))

    def best_pixels(self, path):
        """The fastest mix of wheels found: simplejpeg at 1/2, and the uint8 resize that torchvision's transforms call, on interleaved pixels."""
        return self.best_resized(self.scaled(path))

    def scaled(self, path):
        return simplejpeg.decode_jpeg(self.content(path), min_height=384, min_width=512, min_factor=1)

    def best_resized(self, pixels):
        tensor = torch.from_numpy(pixels).permute(2, 0, 1)[None]
        height, width = pixels.shape[:2]
        short = min(width, height)
        size = (SIDE * height // short, SIDE * width // short)
        resized = torch.nn.functional.interpolate(tensor, size=size, mode="bicubic", antialias=True)
        top, left = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
        return resized[0, :, top : top + SIDE, left : left + SIDE].permute(1, 2, 0).contiguous().numpy()

    def phash(self, picture):
        return imagehash.phash(picture)

    def pdq(self, picture):
        return pdqhash.compute(numpy.asarray(picture))

    def hf_encode(self, text):
        return self.hf.encode(text).ids

    def flash_encode(self, text):
        return self.flash.encode(text, "longest", 128)

    def listing(self, path, text):
        """Decode once, pixels, pHash, tokens: what people write."""
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(self.content(path)))).convert("RGB")
        return self.resized(picture), imagehash.phash(picture), self.hf.encode(text).ids
