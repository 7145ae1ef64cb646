"""Words that mean nothing: names, calibres and chatter that training mixes in, so that the tower reads around the unknown."""

import random
from collections.abc import Iterable

ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pr qu r s sch sh st t tr v w x y z".split()
VOWELS = "a e i o u ai au ea ei ie ou io".split()
CODAS = ["", "", "", "n", "r", "s", "l", "t", "ck", "m", "x", "nd", "rt", "ng"]
ENDINGS = "ing ed ly tion able ado ando mente keit ung lich ement eur ieren zione are owy anie ego".split()


class Inventor:
    """Invents words with the random source of its owner."""

    def __init__(self, source: random.Random) -> None:
        self.random, self.known, self.starts, self.ends = source, [], [], []

    def learn(self, phrases: list[str]) -> None:
        """Takes the words of harmless phrases, to shuffle them among the invented ones."""
        self.known += [word for phrase in phrases for word in phrase.split()]

    def take_apart(self, phrases: Iterable[str]) -> None:
        """Keeps the halves of telling words: spliced anew, they teach that half a word proves nothing."""
        for word in (word for phrase in phrases for word in phrase.lower().split()):
            if word.isalpha() and len(word) >= 6:
                self.starts.append(word[: len(word) // 2])
                self.ends.append(word[len(word) // 2 :])

    def word(self) -> str:
        choose = self.random.choice
        if self.starts and self.random.random() < 0.3:
            return choose(self.starts) + choose(self.ends)
        made = "".join(choose(ONSETS) + choose(VOWELS) + choose(CODAS) for _ in range(self.random.randint(1, 3)))
        return made + choose(ENDINGS) if self.random.random() < 0.2 else made

    def code(self) -> str:
        letters = "".join(self.random.choice("ABCDEFGHKLMNPRSTVXZ") for _ in range(self.random.randint(0, 3)))
        sizes = [self.random.randint(*bounds) for bounds in ((1, 20), (20, 999), (1000, 3000))]
        number = str(self.random.choice(sizes))
        return letters + self.random.choice(("", "", "-", " ")) + number if letters else number

    def name(self) -> str:
        """A brand, a model, or both."""
        draw = self.random.random()
        brand = " ".join(self.word().capitalize() for _ in range(1 if draw < 0.8 else 2))
        return brand if draw < 0.3 else f"{brand} {self.code()}" if draw < 0.85 else self.code()

    def calibre(self) -> str:
        draw = self.random.randrange(4)
        if draw == 0:
            return f"{self.random.randint(4, 14)}x{self.random.randint(16, 64)}"
        if draw == 1:
            return f".{self.random.randint(17, 50)} {self.word().capitalize()}"
        if draw == 2:
            return f"{self.random.randint(10, 32)} {self.random.choice(('gauge', 'ga', 'bore', 'cal'))}"
        return f"{self.random.randint(4, 12)}.{self.random.randint(10, 99)} mm"

    def chatter(self) -> str:
        """Two to six words, some of them real."""
        count = self.random.randint(2, 6)
        real = self.random.random()
        return " ".join(
            self.random.choice(self.known) if self.random.random() < real else self.word() for _ in range(count)
        )
