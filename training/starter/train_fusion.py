"""Trains fusion on synthetic pairs of text, photo, context and presence, over the embeddings of the exported towers."""

import random
import time
from pathlib import Path

import numpy
import torch
from torch import nn

from context import synthetic
from image_data import Crop
from listing_text import CLASSES, ListingGenerator
from onnx_runs import embed_crops, embed_texts
from towers import IMAGE_EMBEDDING_SIZE, Fusion

BATCH = 128
EPOCHS = 8
LISTING_COUNT = 24_000
SMOOTHING = 0.04
# Added to every embedding value (their deviation is 1): fusion sees listings that the text tower knows by heart.
NOISE = 0.5
# What a photo alone can say: it shows the shape of a firearm or it does not; replicas, airsoft and toys share the shape.
FIREARM_PHOTO = (0.50, 0.05, 0.01, 0.13, 0.13, 0.03, 0.04, 0.02, 0.09)
GUNLESS_PHOTO = (0.02, 0.02, 0.02, 0.01, 0.02, 0.01, 0.08, 0.08, 0.74)
# Classes whose goods have the shape of a firearm, and those whose photo may show either.
SHAPED, EITHER = {0, 3, 4}, {1, 5, 6}
# How far the words are believed over a picture that shows a firearm's shape: of a tool, of anything else.
SHARE_OF_TEXT = {7: 0.8, 8: 0.2}


def target(label: int, text: bool, shape: bool | None) -> numpy.ndarray:
    """The probabilities to learn for a listing of class `label`; `shape`: the photo shows one, does not, or is absent."""
    known = numpy.full(len(CLASSES), SMOOTHING / len(CLASSES))
    known[label] += 1 - SMOOTHING
    photo = numpy.array(FIREARM_PHOTO if shape else GUNLESS_PHOTO)
    if not text:
        return photo
    if shape is None or (label in SHAPED and shape) or label in EITHER:
        return known
    if shape:
        # Innocent words under a firearm's picture: neither is believed alone, so that a person looks.
        # Many a tool has a pistol's shape, so its picture says less.
        return SHARE_OF_TEXT.get(label, 0.55) * known + (1 - SHARE_OF_TEXT.get(label, 0.55)) * photo
    return 0.9 * known + 0.1 * photo if label < 5 else known


def compose(texts: numpy.ndarray, labels: list[int], shaped: numpy.ndarray, gunless: numpy.ndarray, seed: int) -> dict:
    source = random.Random(seed)
    count = len(labels)
    images = numpy.zeros((count, IMAGE_EMBEDDING_SIZE), numpy.float32)
    presence = numpy.ones((count, 2), numpy.float32)
    targets, contexts = [], []
    for i, label in enumerate(labels):
        draw = source.random()
        likely = 0.85 if label in SHAPED else 0.5 if label in EITHER else 0.2
        shape: bool | None = source.random() < likely
        text = draw >= 0.15
        if 0.15 <= draw < 0.40:
            shape, presence[i, 0] = None, 0.0
        if not text:
            presence[i, 1] = 0.0
            shape = source.random() < 0.4
        if shape is not None:
            pool = shaped if shape else gunless
            images[i] = pool[source.randrange(len(pool))]
        targets.append(target(label, text, shape))
        contexts.append(synthetic(label if text else 8, source))
    made = {"image_embedding": images, "text_embedding": texts, "presence": presence}
    made |= {"context": numpy.array(contexts, numpy.float32), "target": numpy.array(targets, numpy.float32)}
    return {name: torch.from_numpy(array) for name, array in made.items()}


def train_fusion(repository: Path, crops: list[Crop], seed: int) -> Fusion:
    """`crops` come from photos that the image tower never saw, or fusion would believe it more than it deserves."""
    torch.manual_seed(seed)
    begun = time.process_time()
    listings = ListingGenerator("train", seed + 1).listings(LISTING_COUNT)
    texts = embed_texts(repository, [listing.text for listing in listings])
    images = embed_crops(repository, crops)
    firearm = numpy.array([crop.firearm for crop in crops])
    print(f"fusion: embedded {len(texts)} texts, {len(images)} crops, {time.process_time() - begun:.0f} CPU s", flush=True)
    fusion = Fusion().train()
    steps = EPOCHS * (len(texts) // BATCH)
    optimiser = torch.optim.AdamW(fusion.parameters(), lr=1e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    generator = torch.Generator().manual_seed(seed)
    labels = [listing.label for listing in listings]
    for epoch in range(EPOCHS):
        data = compose(texts, labels, images[firearm], images[~firearm], seed + epoch)
        running = 0.0
        for chosen in torch.randperm(len(texts), generator=generator)[: len(texts) // BATCH * BATCH].view(-1, BATCH):
            row = {name: tensor[chosen] for name, tensor in data.items()}
            for name in ("image_embedding", "text_embedding"):
                row[name] = row[name] + NOISE * torch.randn(row[name].shape, generator=generator)
            logits = fusion.logits(row["image_embedding"], row["text_embedding"], row["context"], row["presence"])
            loss = nn.functional.cross_entropy(logits, row["target"])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            running += loss.item()
        mean = running / (len(texts) // BATCH)
        print(f"fusion: epoch {epoch + 1}/{EPOCHS}, loss {mean:.3f}, {time.process_time() - begun:.0f} CPU s", flush=True)
    return fusion.eval()
