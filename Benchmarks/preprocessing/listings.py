#!/usr/bin/env python3
"""Mixed-script listings from a seed: one JSON string a line, or a list for whoever imports this.

Usage: listings.py [--count 200] [--seed 1] [--pieces 240]

A listing is some sentences in one or two of English, German, French, Spanish, Polish and Russian, with model names, prices and sizes, now and then
some Japanese or Chinese words and emoji. A listing of `pieces` 240 is about 240 pieces long for BERT's uncased vocabulary.
"""

import argparse
import json
import random

SENTENCES = {
    "english": [
        "Solid oak dining table with six chairs, a few scratches on the left side.",
        "Collection only, cash on pick-up please.",
        "Used twice, still under warranty until next summer!",
        "Comes with the original box, charger and both manuals.",
        "Smoke-free home; no returns, no time-wasters.",
        "The zipper sticks a bit, otherwise in excellent condition.",
    ],
    "german": [
        "Verkaufe gut erhaltenen Küchenschrank, Höhe 180 cm, Tiefe 60 cm.",
        "Nur für Selbstabholer in München-Süd, Barzahlung möglich.",
        "Privatverkauf: keine Rücknahme, keine Gewährleistung.",
        "Das Fahrrad wurde regelmäßig gewartet, die Bremsbeläge sind neu.",
        "Größe fällt klein aus, würde eher 42 als 43 empfehlen.",
    ],
    "french": [
        "Très belle étagère en chêne massif, à récupérer sur place.",
        "État impeccable, jamais porté, étiquette encore présente.",
        "Envoi possible à vos frais, réponse rapide assurée.",
        "L'écran a été changé l'été dernier, facture à l'appui.",
    ],
    "spanish": [
        "Vendo bicicleta de niño, casi sin usar, ¡perfecta para regalo!",
        "Se entrega en mano en el centro de Málaga, señal de 20 €.",
        "Incluye cargador, funda y protección de cristal.",
        "¿Dudas? Pregúntame sin compromiso, contesto enseguida.",
    ],
    "polish": [
        "Sprzedam rower górski, przerzutki świeżo wyregulowane.",
        "Możliwa wysyłka kurierem, płatność przy odbiorze.",
        "Stan bardzo dobry, drobne ślady użytkowania.",
    ],
    "russian": [
        "Продам детскую коляску в отличном состоянии.",
        "Самовывоз от метро, торг уместен.",
        "Чехол и зарядное устройство в подарок.",
        "Телефон без царапин, батарея держит весь день.",
    ],
}
WEIGHTS = {"english": 6, "german": 4, "french": 3, "spanish": 3, "polish": 1, "russian": 2}
PASSAGES = [
    "新品未使用", "中古カメラ", "送料無料", "二手自行车", "正規品です", "☆★☆", "👍🏽", "📦🚚", "🚲", "🔥🔥🔥", "👨‍👩‍👧", "🇩🇪→🇫🇷", "“mint”", "½ price", "№ 7", "™",
]
MODELS = ["iPhone 13 Pro", "PlayStation 5", "IKEA Kallax", "Bosch GSR 12V-15", "Nikon D750", "LEGO 42100", "Levi's 501", "ThinkPad X1"]


def listing(random_source: random.Random, pieces: int = 240) -> str:
    """About `pieces` pieces of BERT's uncased vocabulary: 3.1 bytes a piece, and the last part overshoots."""
    languages = random_source.choices(list(WEIGHTS), weights=list(WEIGHTS.values()), k=2)
    parts = [random_source.choice(MODELS)]
    size = 0
    while size < pieces * 2.85:
        chance = random_source.random()
        if chance < 0.12:
            part = random_source.choice(PASSAGES)
        elif chance < 0.3:
            part = random_source.choice(
                [
                    f"{random_source.randint(5, 2500)},- €",
                    f"${random_source.randint(1, 4000)}.{random_source.randint(0, 99):02}",
                    f"{random_source.randint(20, 300)}x{random_source.randint(20, 300)}cm",
                    f"Ref. {random_source.randint(10**6, 10**9)}",
                    random_source.choice(MODELS),
                ]
            )
        else:
            part = random_source.choice(SENTENCES[random_source.choice(languages)])
        parts.append(part)
        size += len(part.encode())
    return " ".join(parts)


def listings(count: int = 200, seed: int = 1, pieces: int = 240) -> list[str]:
    random_source = random.Random(seed)
    return [listing(random_source, pieces) for _ in range(count)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pieces", type=int, default=240)
    arguments = parser.parse_args()
    for text in listings(arguments.count, arguments.seed, arguments.pieces):
        print(json.dumps(text, ensure_ascii=False))
