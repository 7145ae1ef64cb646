"""Everyday goods and the sentences around them, for training alone: lists in `phrases/everyday/`.

A small marketplace: tools, furniture, clothes, electronics, instruments; numbers with units; and sentences about condition,
pick-up and accessories, which stand under listings of every class and so prove nothing.
"""

import random

# How often goods of a class come from here.
SHARES = {"tool": 0.4, "other": 0.5, "toy": 0.2}
ATTRIBUTE, SEVERAL, DESCRIBED, NOISE = 0.3, 0.12, 0.4, 0.5
# Shares of specifications and of sentences about weapons in a description; the rest is noise.
DETAILS = {"tool": 0.5, "other": 0.5, "toy": 0.4, "airsoft": 0.2, "paintball": 0.25}
ARMS = {"firearm": 0.3, "firearm_part": 0.15, "ammunition": 0.1, "realistic_replica": 0.2, "airsoft": 0.15}
FEW_DETAILS = 0.12
JOINTS = (", ", ", ", " - ", " + ", " & ", " / ")


class Everyday:
    """Draws from one language's lists with the random source of its owner; slots stay open."""

    def __init__(self, source: random.Random, sections: dict[str, list[str]]) -> None:
        self.random, self.sections = source, sections

    def pick(self, section: str) -> str:
        return self.random.choice(self.sections[section])

    def goods(self, name: str) -> str | None:
        """One thing or several of the class, or nothing when the class's own lists should be asked."""
        if self.random.random() >= SHARES.get(name, 0):
            return None
        if name == "other" and self.random.random() < SEVERAL:
            joint = self.random.choice(JOINTS)
            return joint.join(self.pick("other") for _ in range(self.random.randint(2, 4)))
        return self.pick(name)

    def attributed(self, goods: str) -> str:
        """Goods of any class, some with a colour, a size or an accessory."""
        while self.random.random() < ATTRIBUTE:
            goods += self.random.choice((" ", " ", ", ")) + self.pick("attributes")
        return goods

    def described(self, goods: str, name: str) -> str | None:
        """A title and a few sentences, or nothing when a frame should be used."""
        if self.random.random() >= DESCRIBED:
            return None
        sentences = [self.sentence(name) for _ in range(self.random.randint(1, 5))]
        if self.random.random() < 0.5:
            return f"{goods}{self.random.choice((' ', '. ', ', ', ' - '))}{', '.join(sentences)}."
        end = self.random.choice((". ", ". ", "! ", "; "))
        return f"{goods} {end.join(sentence[:1].upper() + sentence[1:] for sentence in sentences)}."

    def sentence(self, name: str) -> str:
        draw = self.random.random()
        arms = ARMS.get(name, 0.0)
        section = "arms" if draw < arms else "details" if draw < arms + DETAILS.get(name, FEW_DETAILS) else "noise"
        return self.pick(section)
