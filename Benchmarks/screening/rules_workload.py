"""20,000 terms and patterns of made-up brands and models, and listings that hold few of them: the same for every run."""

import json
import random
import re

TERMS, PATTERNS = 18_000, 2_000
HEADS = "b bl br c ch cl d dr f fl g gl gr h j k kl l m n p pr r s sh sl sp st t tr v w z".split()
VOWELS = "a e i o u ai ea ou".split()
TAILS = ["", "n", "r", "s", "t", "l", "ck", "nd", "st"]
GOODS = """pistol rifle revolver carbine shotgun handgun ammo magazine suppressor silencer barrel trigger holster scope grip slide
    frame lower upper receiver firearm weapon blackout special magnum gauge""".split()
PLAIN = """the a of for and with new used good condition please see photos size colour vintage original box set free shipping price
    sell shirt blue red cotton leather kitchen garden table lamp book phone case charger cable screen bike wheel shoe coat jacket dress kids
    toy game card model car part seal works well smoke home collection only wooden metal handle drawer height width depth about never
    worn tags summer winter baby warm soft bag strap 42 10 100% - / (new) 2x 15cm""".split()
ACCENTED = "café für niño crème brûlée größe état müller señora déjà".split()


def word(rng):
    return "".join(rng.choice(HEADS) + rng.choice(VOWELS) + rng.choice(TAILS) for _ in range(rng.choice([1, 2, 2, 2, 3])))


class Workload:
    def __init__(self, seed=5):
        self.rng = rng = random.Random(seed)
        self.names = [name for name in {word(rng) for _ in range(7_000)} if len(name) > 3]
        self.names.sort()
        self.known = set(self.names)
        self.terms = self.distinct(TERMS, self.term)
        self.patterns = self.distinct(PATTERNS, self.pattern)

    def distinct(self, count, make):
        made = {}
        while len(made) < count:
            made[make()] = None
        return list(made)

    def term(self):
        rng, kind = self.rng, self.rng.random()
        if kind < 0.25:
            return rng.choice(self.names)
        if kind < 0.6:
            return f"{rng.choice(self.names)} {rng.choice(GOODS)}"
        if kind < 0.8:
            return f"{rng.choice(self.names)} {rng.choice('abcdefgmpx')}{rng.randint(1, 999)}"
        if kind < 0.9:
            return f"{rng.choice(self.names)}-{rng.randint(1, 99)}"
        return " ".join(rng.choice(self.names) for _ in range(3))

    def pattern(self):
        rng = self.rng
        name, good = rng.choice(self.names), rng.choice(GOODS)
        return rng.choice(
            [
                rf"\b{good}s?\b.{{0,20}}\b{name}\b",
                rf"\b{name}[ -]?\d{{2,4}}[a-z]?\b",
                rf"\b(?:buy|sell|ship){name}\w*",
                rf"{good}[ -]{{0,2}}(?:{name}|{rng.choice(self.names)})",
            ]
        )

    def stranger(self):
        while (made := word(self.rng)) in self.known:
            pass
        return made

    def rule_file(self, path):
        """Rules of 100 terms or 20 patterns."""
        lines = ["version: 1", "rules:"]
        for key, texts, size in (("terms", self.terms, 100), ("patterns", self.patterns, 20)):
            for start in range(0, len(texts), size):
                lines += [f"  - id: {key}-{start}", "    class: firearm", "    action: review"]
                lines += [f"    {key}: {json.dumps(texts[start : start + size])}"]
        path.write_text("\n".join(lines) + "\n")

    def expressions(self):
        """What the peers look for: between the parts of a term up to five signs. They are spared the ends of words."""
        return [re.sub(r"[ -]", r"[\\W_]{0,5}", term) for term in self.terms] + self.patterns

    def listings(self, count, characters=1_000):
        return [self.listing(characters) for _ in range(count)]

    def listing(self, characters):
        """Four of five words are everyday ones, most others names that no rule knows; about one in a hundred is in a rule, some of those disguised. Two
        in five listings have accents."""
        rng, words, length = self.rng, [], 0
        plain = PLAIN + ACCENTED if rng.random() < 0.4 else PLAIN
        while length < characters:
            kind = rng.random()
            if kind < 0.8:
                text = rng.choice(plain)
            elif kind < 0.985:
                text = self.stranger()
            else:
                text = rng.choice(self.terms)
                if rng.random() < 0.3:
                    text = rng.choice([".".join(text), text.replace("o", "0").replace("e", "3"), text.upper()])
            words.append(text)
            length += len(text) + 1
        return " ".join(words[:10]) + "\t" + " ".join(words[10:])
