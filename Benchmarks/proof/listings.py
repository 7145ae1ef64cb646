"""The proof's listings, with another seed each time: what one run sent must not be in a cache for the next."""

from stack import ROOT

FILE = ROOT / "Benchmarks/proof/listings.yaml"


class Listings:
    def __init__(self, folder, part):
        self.folder, self.count = folder, 1_000 * ord(part)

    def next(self):
        """A workload file whose photos no earlier one had."""
        self.count += 1
        text = FILE.read_text().replace("seed: 6", f"seed: {self.count}")
        text = text.replace("from: ../..", f"from: {FILE.parent}/../..")
        path = self.folder / f"listings-{self.count}.yaml"
        path.write_text(text)
        return path
