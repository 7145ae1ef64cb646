"""Banks of random fingerprints, as files that `holster bank import` reads."""

import random


def write(path, count, byte_count, seed):
    """`count` fingerprints with as many ones as zeros: even ones are no photo's, and no filter for unreliable ones refuses them."""
    rng = random.Random(seed)
    half = byte_count * 4
    bits = [1] * half + [0] * half
    with open(path, "w") as file:
        file.write("fingerprint\n")
        for _ in range(count):
            rng.shuffle(bits)
            file.write(f"{int(''.join(map(str, bits)), 2):0{byte_count * 2}x}\n")
    return path


def fill(holster, folder, count):
    """A bank of `count` pHash entries and one of as many PDQ entries."""
    for name, fingerprint, byte_count in (("proof-phash", "phash64", 8), ("proof-pdq", "pdq256", 32)):
        path = write(folder / f"{name}.csv", count, byte_count, seed=byte_count)
        holster.command("bank", "create", "--kind", "block", "--fingerprint", fingerprint, "--reason", "the proof", name)
        holster.command("bank", "import", "--bank", name, "--reason", "the proof", path)
