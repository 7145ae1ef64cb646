"""Trains the text tower on generated listings."""

import random
import time
from pathlib import Path

import numpy
import torch
from torch import nn

from listing_text import CLASSES, ListingGenerator
from text_data import encode, open_tokenizer, pad, pieces_of, train_vocabulary
from towers import TEXT_EMBEDDING_SIZE, TOKEN_LIMIT, TextTower

VOCABULARY_SIZE = 7000
LISTING_COUNT = 80_000
BATCH = 64
EPOCHS = 3
# Rare pieces are replaced while training, so that an unknown name is a gap to read around, not a surprise.
PIECE_DROPOUT = 0.10
# Words spelled in shorter pieces than the vocabulary allows: pieces learn what they mean inside unknown words.
SHORT_PIECES = 0.12


def prepare_vocabulary(path: Path, seed: int) -> None:
    """From real words alone: invented ones would crowd them out."""
    listings = ListingGenerator("train", seed, invents=False).listings(LISTING_COUNT)
    train_vocabulary([listing.text for listing in listings], VOCABULARY_SIZE, path)


def train_text(path: Path, seed: int) -> TextTower:
    """Makes the vocabulary at `path` and a tower for it."""
    torch.manual_seed(seed)
    prepare_vocabulary(path, seed)
    listings = ListingGenerator("train", seed).listings(LISTING_COUNT)
    tokenizer = open_tokenizer(path)
    rows = shorten(pieces_of(path), encode(tokenizer, [listing.text for listing in listings]), seed)
    labels = [listing.label for listing in listings]
    size = tokenizer.entry_count
    tower, head = TextTower(size), nn.Linear(TEXT_EMBEDDING_SIZE, len(CLASSES))
    parameters = [*tower.parameters(), *head.parameters()]
    steps = EPOCHS * (len(rows) // BATCH)
    optimiser = torch.optim.AdamW(parameters, lr=1.5e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.5e-3, steps, pct_start=0.1)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    begun, step, running = time.process_time(), 0, 0.0
    tower.train()
    for _ in range(EPOCHS):
        for chosen in batches(rows, seed + step):
            ids, mask = pad([rows[i] for i in chosen], 4)
            ids, mask = torch.from_numpy(drop_pieces(ids, seed + step)), torch.from_numpy(mask)
            loss = loss_of(head(tower(ids, mask)), torch.tensor([labels[i] for i in chosen]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            if step < steps - 1:
                schedule.step()
            running, step = 0.98 * running + 0.02 * loss.item(), step + 1
            if step % 250 == 0:
                print(f"text: step {step}/{steps}, loss {running:.3f}, {time.process_time() - begun:.0f} CPU s", flush=True)
    return tower.eval()


def batches(rows: list[list[int]], seed: int) -> list[list[int]]:
    """Rows of like length together (little padding), batches in random order."""
    source = random.Random(seed)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + source.random() * 4)
    made = [order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)]
    source.shuffle(made)
    return made


def shorten(pieces: list[str], rows: list[list[int]], seed: int) -> list[list[int]]:
    """Breaks some pieces of four letters or more in two, at a random place that leaves two known pieces."""
    source = random.Random(seed)
    index = {piece: number for number, piece in enumerate(pieces)}
    made = []
    for row in rows:
        broken = []
        for number in row:
            piece = pieces[number]
            letters = piece.removeprefix("##")
            if number >= 5 and len(letters) >= 4 and source.random() < SHORT_PIECES:
                at = source.randint(2, len(letters) - 1)
                first, second = piece[: len(piece) - len(letters) + at], f"##{letters[at:]}"
                if first in index and second in index:
                    broken += [index[first], index[second]]
                    continue
            broken.append(number)
        made.append(broken[:-1][: TOKEN_LIMIT - 1] + broken[-1:])
    return made


def drop_pieces(ids: numpy.ndarray, seed: int) -> numpy.ndarray:
    """Replaces some ordinary pieces by [UNK] (id 1); ids below 5 are special and stay."""
    source = numpy.random.default_rng(seed)
    return numpy.where((ids >= 5) & (source.random(ids.shape) < PIECE_DROPOUT), 1, ids)
