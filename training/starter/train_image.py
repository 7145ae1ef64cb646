"""Trains the image tower: firearm in the picture or not, which is all that the labelled photos can teach."""

import time
from pathlib import Path

import numpy
import torch
from torch import nn

from image_data import crops_of_part, read_photos
from towers import IMAGE_EMBEDDING_SIZE, ImageTower

BATCH = 64
EPOCHS = 9
CROPS = (13, 5)


def halve(pixels: numpy.ndarray) -> numpy.ndarray:
    """What the graph does first, [N, 224, 224, 3] to [N, 3, 112, 112], kept in UINT8 to spare memory."""
    count = len(pixels)
    mean = pixels.reshape(count, 112, 2, 112, 2, 3).astype(numpy.float32).mean((2, 4))
    return numpy.rint(mean).astype(numpy.uint8).transpose(0, 3, 1, 2)


def train_image(data: Path, seed: int) -> ImageTower:
    torch.manual_seed(seed)
    begun = time.process_time()
    photos = read_photos(data)
    crops = crops_of_part(photos, data, "train", seed, CROPS, augment=True)
    halved = numpy.concatenate([halve(crop.pixels[None]) for crop in crops])
    labels = torch.tensor([float(crop.firearm) for crop in crops])
    # Positives, gunless crops of the same photos and general crops weigh alike, so that the source tells nothing.
    kinds = numpy.array([0 if crop.firearm else 1 if crop.same_source else 2 for crop in crops])
    shares = numpy.bincount(kinds, minlength=3)
    weights = torch.tensor(numpy.array([0.5, 0.32, 0.18])[kinds] * len(crops) / shares[kinds], dtype=torch.float32)
    print(f"image: {shares.tolist()} crops (firearm, same photos, general), {time.process_time() - begun:.0f} CPU s", flush=True)
    tower, head = ImageTower(), nn.Linear(IMAGE_EMBEDDING_SIZE, 1)
    parameters = [*tower.parameters(), *head.parameters()]
    steps = EPOCHS * (len(crops) // BATCH)
    optimiser = torch.optim.AdamW(parameters, lr=3e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, steps + 1, pct_start=0.15)
    source = numpy.random.default_rng(seed)
    tower = tower.to(memory_format=torch.channels_last).train()
    for epoch in range(EPOCHS):
        order, running = source.permutation(len(crops)), 0.0
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[at : at + BATCH]
            batch = torch.from_numpy(augment_batch(halved[chosen], source)).to(torch.float32)
            logits = head(tower.encode(batch.contiguous(memory_format=torch.channels_last))).squeeze(1)
            target = labels[chosen] * 0.9 + 0.05
            loss = nn.functional.binary_cross_entropy_with_logits(logits, target, weight=weights[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            running += loss.item()
        mean = running / (len(order) // BATCH)
        print(f"image: epoch {epoch + 1}/{EPOCHS}, loss {mean:.3f}, {time.process_time() - begun:.0f} CPU s", flush=True)
    return tower.to(memory_format=torch.contiguous_format).eval()


def augment_batch(batch: numpy.ndarray, source: numpy.random.Generator) -> numpy.ndarray:
    """Mirror, shift by up to eight levels of padding, and one grey rectangle: anew in every epoch."""
    batch = batch.copy()
    for picture in batch:
        if source.random() < 0.5:
            picture[:] = picture[:, :, ::-1].copy()
        down, right = source.integers(-8, 9, 2)
        picture[:] = numpy.roll(picture, (down, right), (1, 2))
        if source.random() < 0.3:
            top, left = source.integers(0, 80, 2)
            picture[:, top : top + 28, left : left + 28] = 120
    return batch
