"""What the Python package does with what it cannot take, and with several threads; exits with 1 and says where it differs from what it should.

Arguments: the library, a vocabulary, a photo.
"""

import os
import pickle
import re
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ["HOLSTER_PREPROCESSING_LIBRARY"] = sys.argv[1]
sys.path.insert(0, str(ROOT / "training" / "preprocessing" / "src"))

import numpy
import holster_preprocessing as holster
from holster_preprocessing import ErrorCode

VOCABULARY, PHOTO = Path(sys.argv[2]), Path(sys.argv[3])
problems = []


def refuses(what, code, call, kind=holster.PreprocessingError):
    try:
        call()
        problems.append(f"{what}: accepted")
    except kind as error:
        if error.code != code or not error.message:
            problems.append(f"{what}: {error!r}")


def photos(content):
    reader = holster.PhotoReader()
    refused = holster.PhotoError

    def out(array):
        return lambda: reader.read(content, out=array)

    argument = ErrorCode.INVALID_ARGUMENT
    refuses("None", argument, lambda: reader.read(None), refused)
    refuses("text", argument, lambda: reader.read("photo.jpg"), refused)
    refuses("every second byte", argument, lambda: reader.read(memoryview(content)[::2]), refused)
    refuses("float array", argument, lambda: reader.read(numpy.zeros(10)), refused)
    refuses("None in a batch", argument, lambda: reader.read_batch([content, None]), refused)
    refuses("empty", ErrorCode.PHOTO_EMPTY, lambda: reader.read(b""), refused)
    refuses("empty array", ErrorCode.PHOTO_EMPTY, lambda: reader.read(numpy.empty(0, numpy.uint8)), refused)
    refuses("truncated", ErrorCode.PHOTO_TRUNCATED, lambda: reader.read(content[:400]), refused)
    refuses("a GIF", ErrorCode.PHOTO_UNSUPPORTED_FORMAT, lambda: reader.read(b"GIF89a" + bytes(40)), refused)
    refuses("out of wrong shape", argument, out(numpy.zeros((224, 224), numpy.uint8)), refused)
    refuses("out of wrong type", argument, out(numpy.zeros((224, 224, 3), numpy.float32)), refused)
    refuses("out as a list", argument, out([0] * 150_528), refused)
    refuses("out with gaps", argument, out(numpy.zeros((224, 224, 6), numpy.uint8)[:, :, ::2]), refused)
    readonly = numpy.zeros((224, 224, 3), numpy.uint8)
    readonly.flags.writeable = False
    refuses("out read-only", argument, out(readonly), refused)
    refuses("batch out of wrong length", argument, lambda: reader.read_batch([content], out=numpy.zeros((2, 224, 224, 3), numpy.uint8)), refused)
    refuses("mode", argument, lambda: holster.PhotoReader(mode="slow"), refused)
    refuses("negative limit", argument, lambda: holster.PhotoReader(limits=holster.Limits(max_side=-1)), refused)
    for value in (1 << 63, (1 << 64) + 100):
        refuses("limit beyond 64 bits", argument, lambda: holster.PhotoReader(limits=holster.Limits(max_side=value)), refused)
    refuses("limit as text", argument, lambda: holster.PhotoReader(limits=holster.Limits(max_side="x")), refused)
    small = holster.PhotoReader(limits=holster.Limits(max_byte_count=100))
    refuses("too many bytes", ErrorCode.PHOTO_TOO_MANY_BYTES, lambda: small.read(content), refused)
    refuses("too many bytes after pickle", ErrorCode.PHOTO_TOO_MANY_BYTES, lambda: pickle.loads(pickle.dumps(small)).read(content), refused)
    expected = reader.read(content)
    into = numpy.zeros((2, 224, 224, 3), numpy.uint8)
    for kind in (bytearray, memoryview, lambda data: numpy.frombuffer(data, numpy.uint8)):
        if reader.read(kind(content), out=into[1]).pixels.base is not into or not (into[1] == expected.pixels).all():
            problems.append(f"{kind}: other pixels")
    if into[0].any():
        problems.append("written outside of out")
    batch = reader.read_batch([content[:400], content, b""], threads=3)
    if [isinstance(one, holster.Photo) for one in batch.photos] != [False, True, False] or batch.pixels[0].any():
        problems.append(f"a batch with bad photos: {batch.photos}")
    if reader.read_batch([]).pixels.shape != (0, 224, 224, 3):
        problems.append("an empty batch")
    return reader, expected


def texts():
    tokenizer = holster.Tokenizer(VOCABULARY)
    argument = ErrorCode.INVALID_ARGUMENT
    refuses("None as text", argument, lambda: tokenizer.encode(None))
    refuses("one id", argument, lambda: tokenizer.encode("a", max_length=1))
    refuses("too many ids", argument, lambda: tokenizer.encode("a", max_length=1 << 20))
    refuses("fewer descriptions", argument, lambda: tokenizer.encode_batch(["a", "b"], ["c"]))
    refuses("multiple of 0", argument, lambda: tokenizer.encode_batch(["a"], pad_multiple=0))
    refuses("casing", argument, lambda: holster.Tokenizer(VOCABULARY, casing="Title"), holster.VocabularyError)
    vocabulary = holster.VocabularyError
    refuses("empty vocabulary", ErrorCode.VOCABULARY_MISSING_ENTRY, lambda: holster.Tokenizer(b""), vocabulary)
    refuses("repeated entry", ErrorCode.VOCABULARY_DUPLICATE_ENTRY, lambda: holster.Tokenizer(b"a\na\n"), vocabulary)
    refuses("bytes", ErrorCode.VOCABULARY_NOT_UTF8, lambda: holster.Tokenizer(b"\xff\n"), vocabulary)
    refuses("None to normalise", argument, lambda: holster.normalise(None))
    both = tokenizer.encode("Glock 19", "new \ud800").ids.tolist()
    if both != tokenizer.encode("Glock 19 new").ids.tolist() or pickle.loads(pickle.dumps(tokenizer)).encode("Glock 19 new").ids.tolist() != both:
        problems.append(f"title, description and a lone surrogate: {both}")
    text = "Glock 19, ÄRGER"
    located = tokenizer.encode_with_offsets(text)
    parts = [text.encode()[start:end].decode().lower() for start, end in located.offsets]
    if located.ids.tolist() != tokenizer.encode(text).ids.tolist() or "".join(parts) != text.replace(" ", "").lower():
        problems.append(f"offsets: {parts}")
    cased = holster.Tokenizer(VOCABULARY, casing="cased")
    if cased.vocabulary_digest != f"cased:{tokenizer.vocabulary_digest}" or cased.encode("glock").ids.tolist() != tokenizer.encode("glock").ids.tolist():
        problems.append("cased")
    ids, mask = tokenizer.encode_batch(["a" * 9, "b"], pad_multiple=8)
    if ids.shape != mask.shape or ids.shape[1] % 8 or not ids.flags.c_contiguous:
        problems.append(f"padding: {ids.shape}")
    if tokenizer.encode_batch([])[0].shape != (0, 128):
        problems.append("no texts")


def forks(reader, content, expected):
    """Children of a process that has used the library go on using it, on threads too: what PyTorch's data loaders do."""
    for _ in range(8):
        child = os.fork()
        if child == 0:
            batch = reader.read_batch([content] * 12, threads=3)
            views = holster.normalise("G.L.0.C.K \u0413\u043b\u043e\u043a").views
            os._exit(0 if views and all((pixels == expected.pixels).all() for pixels in batch.pixels) else 1)
        if os.waitpid(child, 0)[1]:
            problems.append("a forked child failed")


def threads(reader, content, expected):
    """Two threads at once: both right; what they gain is printed."""
    rounds = 40

    def work(wrong):
        for _ in range(rounds):
            if not (reader.read(content).pixels == expected.pixels).all():
                wrong.append(1)

    seconds, wrong = [], []
    for count in (1, 2):
        workers = [threading.Thread(target=work, args=(wrong,)) for _ in range(count)]
        begun = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        seconds.append(time.perf_counter() - begun)
    if wrong:
        problems.append("two threads: other pixels")
    print(f"MEASURED two Python threads read {2 * seconds[0] / seconds[1]:.2f} times as many photos as one")


def codes():
    """The package's codes are the header's."""
    header = (ROOT / "Sources" / "CHolsterPreprocessing" / "holster_preprocessing.h").read_text()
    meant = {name: int(value) for name, value in re.findall(r"HOLSTER_(\w+) = (-\d+),", header)}
    if meant != {code.name: code.value for code in ErrorCode}:
        problems.append(f"codes: {meant}")


content = PHOTO.read_bytes()
reader, expected = photos(content)
threads(reader, content, expected)
forks(reader, content, expected)
texts()
codes()
print("\n".join(problems))
sys.exit(1 if problems else 0)
