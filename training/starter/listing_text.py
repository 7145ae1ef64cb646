"""Generates listings of all nine classes in seven languages from the lists in `phrases/`; training adds `phrases/everyday/`.

A listing of the test split uses only test names, test frames and test noise; its phrase for the goods comes from the
class's test list, or from the class's core nouns, which both splits share (nobody can know "revolver" unseen).
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

from everyday import NOISE, Everyday
from invented_words import Inventor

CLASSES = (
    "firearm",
    "firearm_part",
    "ammunition",
    "realistic_replica",
    "airsoft",
    "paintball",
    "toy",
    "tool",
    "other",
)
LANGUAGES = ("en", "es", "de", "fr", "pt", "it", "pl")
PHRASES = Path(__file__).resolve().parent / "phrases"
# The slot that may be put before or after a core noun of the class.
OWN_SLOT = {
    "firearm": "{gun}",
    "firearm_part": "{gun}",
    "ammunition": "{cal}",
    "realistic_replica": "{replica}",
    "airsoft": "{airsoft}",
    "paintball": "{paintball}",
    "toy": "{toy}",
    "tool": "{tool}",
    "other": "{brand}",
}
SLOT_LISTS = {"gun": "gun", "cal": "calibre", "airsoft": "airsoft", "paintball": "paintball", "toy": "toy"}
SLOT_LISTS |= {"tool": "tool", "replica": "replica", "brand": "brand"}
TEST_COUNTS = (25, 40, 75, 150, 300, 400, 750, 1500)
TRAIN_COUNTS = tuple(n for n in (*range(6, 100), *range(100, 1000, 10), *range(1000, 5000, 100)) if n not in TEST_COUNTS)
# Training's shares of made-up names, chatter and goods: they teach that the words about the goods do not matter.
INVENTED_NAMES, INVENTED_NOISE, INVENTED_GOODS, INVENTED_FRAMES = 0.35, 0.55, 0.16, 0.35
SEPARATORS = (", ", ". ", "; ", " - ", " / ", ": ", " ", "! ", " | ", "\n")
SMALL_NUMBERS = {"s", "x", "y"}
LEET = str.maketrans({"o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7"})


@dataclass(frozen=True)
class Listing:
    """One generated listing."""

    text: str
    label: int
    language: str


def read_sections(path: Path) -> dict[str, list[str]]:
    """`[name]` headings, each followed by lines of phrases that `|` separates."""
    sections: dict[str, list[str]] = {}
    current = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        heading = re.fullmatch(r"\[(.+)\]", line)
        if heading:
            current = sections.setdefault(heading.group(1), [])
        else:
            current.extend(phrase.strip() for phrase in line.split("|"))
    return sections


class ListingGenerator:
    """A seeded source of listings of one split."""

    def __init__(self, split: str, seed: int, unseen_goods: bool = False, invents: bool = True) -> None:
        self.split, self.random, self.unseen_goods = split, random.Random(seed), unseen_goods
        self.invents = invents and split == "train"
        self.invented = Inventor(self.random)
        self.everyday: dict[str, Everyday] = {}
        if split == "train":
            lists = {language: read_sections(PHRASES / "everyday" / f"{language}.txt") for language in LANGUAGES}
            self.everyday = {language: Everyday(self.random, sections) for language, sections in lists.items()}
        self.names = read_sections(PHRASES / "names.txt")
        self.phrases = {language: read_sections(PHRASES / f"{language}.txt") for language in LANGUAGES}
        for sections in self.phrases.values():
            self.invented.learn(sections[f"noise {split}"])
            self.invented.take_apart(phrase for name in CLASSES for phrase in sections[f"{name} {split}"])
        for everyday in self.everyday.values():
            plain = [re.sub(r"\{\w+\}", "", phrase) for name in ("noise", "details") for phrase in everyday.sections[name]]
            self.invented.learn(plain)
            self.invented.take_apart(phrase for name in ("tool", "other") for phrase in everyday.sections[name])

    def listings(self, count: int) -> list[Listing]:
        """`count` listings, classes in turn ("other", the widest, four times in training, "tool" twice), English two fifths of all."""
        order = list(range(len(CLASSES))) + ([8, 8, 8, 7] if self.split == "train" else [])
        return [self.listing(order[i % len(order)]) for i in range(count)]

    def listing(self, label: int, language: str | None = None) -> Listing:
        language = language or self.random.choice(("en", "en", "en", "en", *LANGUAGES[1:]))
        phrases = self.phrases[language]
        goods = self.goods(phrases, CLASSES[label], language)
        everyday = self.everyday.get(language)
        text = None
        if everyday:
            goods = self.fill(everyday.attributed(goods), language)
            text = everyday.described(goods, CLASSES[label])
        text = self.frame(phrases, goods, everyday) if text is None else text
        text = self.fill(text, language)
        return Listing(self.disturb(text, label), label, language)

    def goods(self, phrases: dict[str, list[str]], name: str, language: str) -> str:
        """What is sold: a phrase of the split's own list, or a core noun with names around it."""
        if self.invents and name == "other" and self.random.random() < INVENTED_GOODS:
            # What names nothing known is innocent.
            return self.invented.chatter()
        found = self.everyday[language].goods(name) if self.everyday else None
        if found is not None:
            return self.fill(found, language)
        if self.unseen_goods or self.random.random() < (0.7 if language == "en" else 0.6):
            return self.fill(self.random.choice(phrases[f"{name} {self.split}"]))
        noun = self.random.choice(phrases[f"{name} core"])
        slot = OWN_SLOT[name]
        draw = self.random.random()
        if name == "firearm_part":
            noun = f"{noun} {phrases['for'][0]} {slot}" if draw < 0.5 else f"{slot} {noun}" if draw < 0.8 else noun
        elif name == "airsoft" and draw < 0.3:
            noun = f"{noun} {{gun}}"
        elif name == "firearm":
            named = f"{slot} {noun}" if draw < 0.35 else f"{noun} {slot} {{cal}}"
            noun = named if draw < 0.6 else f"{noun} {{cal}}" if draw < 0.8 else noun
        elif name == "ammunition":
            noun = f"{{n}} {noun} {slot}" if draw < 0.4 else f"{slot} {noun}" if draw < 0.8 else f"{{n}} {noun}"
        else:
            noun = f"{slot} {noun}" if draw < 0.45 else f"{noun} {slot}" if draw < 0.7 else noun
        return self.fill(noun)

    def fill(self, phrase: str, language: str = "en") -> str:

        invents = self.invents and not re.fullmatch(r"\{\w+\}", phrase)

        def value(match: re.Match) -> str:
            slot = match.group(1)
            if slot == "n":
                return str(self.random.choice(TRAIN_COUNTS if self.split == "train" else TEST_COUNTS))
            if slot in SMALL_NUMBERS:
                return self.small_number(slot, language)
            if invents and self.random.random() < INVENTED_NAMES:
                return self.invented.calibre() if slot == "cal" else self.invented.name()
            return self.random.choice(self.names[f"{SLOT_LISTS[slot]} {self.split}"])

        return re.sub(r"\{(\w+)\}", value, phrase)

    def small_number(self, slot: str, language: str) -> str:
        if slot == "y":
            return str(self.random.randint(1950, 2025))
        if slot == "x":
            return f"{self.random.randint(0, 12)}{'.' if language == 'en' else ','}{self.random.randint(1, 9)}"
        return str(self.random.choice([number for number in range(2, 61) if number not in TEST_COUNTS]))

    def frame(self, phrases: dict[str, list[str]], goods: str, everyday: Everyday | None) -> str:
        frame = self.random.choice(phrases[f"frames {self.split}"])
        noise = phrases[f"noise {self.split}"]

        def value(match: re.Match) -> str:
            if match.group(1) == "item":
                return goods
            chosen = self.random.choice(noise)
            if everyday and self.random.random() < NOISE:
                chosen = everyday.pick("noise")
            if self.invents and self.random.random() < INVENTED_NOISE:
                chosen = self.invented.chatter()
            return chosen[:1].upper() + chosen[1:] if match.group(1) == "Noise" else chosen

        text = re.sub(r"\{(item|noise|Noise)\}", value, frame)
        if self.invents and self.random.random() < INVENTED_FRAMES:
            parts = [goods, *(self.invented.chatter() for _ in range(self.random.randint(0, 2)))]
            self.random.shuffle(parts)
            text = self.random.choice(SEPARATORS).join(parts)
        # A title and a description often say the same thing twice.
        return f"{goods}. {text}" if self.random.random() < 0.2 else text

    def disturb(self, text: str, label: int) -> str:
        """Obfuscation, mostly of what is prohibited; capitals and typing errors for everyone."""
        draw = self.random.random()
        limit = 0.14 if label < 4 else 0.05
        if draw < limit:
            return self.obfuscate(text)
        draw = self.random.random()
        if draw < 0.08:
            return text.upper()
        if draw < 0.35:
            return text.lower()
        if draw < 0.42 and len(text) > 8:
            at = self.random.randrange(1, len(text) - 2)
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text

    def obfuscate(self, text: str) -> str:
        words = text.split(" ")
        longest = max(range(len(words)), key=lambda i: len(words[i]) + self.random.random() * 4)
        word = words[longest]
        style = self.random.randrange(5)
        if style == 0:
            word = word.lower().translate(LEET)
        elif style == 1:
            word = ".".join(word)
        elif style == 2:
            word = " ".join(word)
        elif style == 3:
            word = self.random.choice(".-_ ").join(word.lower().translate(LEET))
        else:
            word = "".join(letter * (2 if self.random.random() < 0.3 else 1) for letter in word)
        words[longest] = word
        return " ".join(words)


def overlap() -> list[str]:
    """Phrases that stand in both splits; must be empty (core nouns are shared on purpose and not looked at)."""
    shared = []
    for path in sorted(PHRASES.glob("*.txt")):
        sections = read_sections(path)
        everyday = PHRASES / "everyday" / path.name
        extra = read_sections(everyday) if everyday.is_file() else {}
        for heading, phrases in sections.items():
            if not heading.endswith(" train"):
                continue
            name = heading.removesuffix(" train")
            other = {bare(phrase) for phrase in sections[f"{name} test"]} - {bare(core) for core in sections.get(f"{name} core", [])}
            kept = [*phrases, *extra.get(name, [])]
            shared += [f"{path.stem}: {heading}: {phrase}" for phrase in kept if bare(phrase) and bare(phrase) in other]
    return shared


def bare(phrase: str) -> str:
    """The phrase without its slots, in lowercase: what two phrases are compared by; frames keep theirs."""
    keeps = re.search(r"\{(item|noise|Noise)\}", phrase)
    return " ".join((phrase if keeps else re.sub(r"\{\w+\}", " ", phrase)).lower().split())


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
