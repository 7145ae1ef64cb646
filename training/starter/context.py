"""The 16 context features: the binding layout, and synthetic values for training."""

import math
import random

EUROPE = set("GB AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
CATEGORY_WORDS = (
    ("sport", "outdoor", "hunting"),
    ("tool", "hardware", "diy", "garden"),
    ("toy", "game", "kid"),
    ("collect", "media", "movie", "music", "book", "art"),
)
LAYOUT = [
    {"name": "price", "value": "log1p(price in units of its currency) / 10, clamped to 0..2; 0 when absent"},
    {"name": "price_present", "value": "1 when a price is given, else 0"},
    {"name": "account_age", "value": "log1p(account age in days) / 10; 0 when unknown"},
    {"name": "listing_count", "value": "log1p(number of listings) / 10; 0 when unknown"},
    {"name": "violation_count", "value": "log1p(number of violations) / 3; 0 when unknown"},
    {"name": "reputation", "value": "reputation, 0..1"},
    {"name": "category_sports_outdoors", "value": "1 when the lowercase category contains: sport, outdoor, hunting"},
    {"name": "category_tools_hardware", "value": "else 1 when it contains: tool, hardware, diy, garden"},
    {"name": "category_toys_games", "value": "else 1 when it contains: toy, game, kid"},
    {"name": "category_collectibles_media", "value": "else 1 when it contains: collect, media, movie, music, book, art"},
    {"name": "category_other", "value": "else 1 (an empty category too)"},
    {"name": "region_us", "value": "1 when the first two letters of the region, in capitals, are US"},
    {"name": "region_ca", "value": "1 when they are CA"},
    {"name": "region_europe", "value": "1 when they are GB or the code of one of the 27 countries of the European Union"},
    {"name": "region_elsewhere", "value": "1 for any other region that is not empty"},
    {"name": "region_absent", "value": "1 when the region is empty"},
]
# Per class: the middle price, and the weights of the five category groups.
HABITS = (
    (600, (5, 1, 1, 2, 4)),
    (120, (5, 2, 1, 1, 4)),
    (60, (5, 1, 1, 1, 4)),
    (110, (3, 1, 1, 4, 3)),
    (150, (5, 1, 3, 2, 2)),
    (140, (6, 1, 3, 1, 2)),
    (25, (2, 1, 8, 2, 2)),
    (70, (1, 8, 1, 1, 3)),
    (60, (3, 2, 2, 4, 9)),
)


def features(
    price: float | None = None,
    account_age_days: float = 0,
    listing_count: float = 0,
    violation_count: float = 0,
    reputation: float = 0,
    category: str = "",
    region: str = "",
) -> list[float]:
    row = [0.0] * 16
    if price is not None:
        row[0], row[1] = min(max(math.log1p(price) / 10, 0.0), 2.0), 1.0
    row[2], row[3] = math.log1p(account_age_days) / 10, math.log1p(listing_count) / 10
    row[4], row[5] = math.log1p(violation_count) / 3, reputation
    row[6 + category_group(category)] = 1.0
    row[11 + region_group(region)] = 1.0
    return row


def category_group(category: str) -> int:
    lowered = category.lower()
    for group, words in enumerate(CATEGORY_WORDS):
        if any(word in lowered for word in words):
            return group
    return 4


def region_group(region: str) -> int:
    if not region:
        return 4
    code = region[:2].upper()
    return {"US": 0, "CA": 1}.get(code, 2 if code in EUROPE else 3)


def synthetic(label: int, source: random.Random) -> list[float]:
    """Context that leans a little towards the class, and often is missing: fusion must not trust it much."""
    if source.random() < 0.25:
        return features()
    middle, weights = HABITS[label if source.random() < 0.6 else source.randrange(9)]
    group = source.choices(range(5), weights)[0]
    category = ("sports", "tools", "toys", "collectibles", "")[group]
    known = source.random() < 0.75
    return features(
        price=None if source.random() < 0.15 else middle * math.exp(source.gauss(0, 1.0)),
        account_age_days=source.expovariate(1 / 700) if known else 0,
        listing_count=source.expovariate(1 / 40) if known else 0,
        violation_count=(source.randint(0, 3) if source.random() < (0.12 if label < 4 else 0.05) else 0) if known else 0,
        reputation=min(1.0, max(0.0, source.gauss(0.8, 0.15))) if known else source.choice((0.0, 0.5, 1.0)),
        category=category,
        region=source.choice(("US-CA", "US", "CA", "GB", "DE", "FR", "PL", "ES", "BR", "MX", "")),
    )
