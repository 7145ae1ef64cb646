"""From linear light to a photo: uneven light, lens blur, vignette, sensor noise, tone curve."""

import numpy as np
from PIL import Image

from .canvas import HEIGHT, WIDTH
from .texture import blur, noise


def develop(canvas, exposure=1.0, warmth=0.0, blur_pixels=0.7, grain=0.010, vignette=0.42, lamp=(0.3, 0.2)):
    """The finished photo. `lamp` is where the light is brightest, as fractions of width and height."""
    rng, rgb = canvas.rng, canvas.rgb
    x, y = canvas.xs / WIDTH, canvas.ys / HEIGHT
    falloff = 0.72 + 0.5 * np.exp(-((x - lamp[0]) ** 2 + (y - lamp[1]) ** 2) / 0.35)
    radius = ((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.5
    rgb = rgb * (exposure * falloff * (1 - vignette * radius**1.3))[..., None]
    rgb = rgb * (1 + warmth, 1.0, 1 - warmth)
    bloom = np.clip(rgb - 0.75, 0, 2)
    rgb = np.stack([blur(rgb[..., i], blur_pixels) + 0.25 * blur(bloom[..., i], 9) for i in range(3)], -1)
    rgb = np.clip(rgb, 0, None)
    rgb = rgb * (1 + 0.12 * rgb) / (1 + 0.30 * rgb)
    signal = np.clip(rgb, 0, 1) ** (1 / 2.2)
    shot = grain * (0.6 + 0.8 * np.sqrt(1 - np.clip(signal, 0, 1)))
    signal = signal + shot * noise(rng, (HEIGHT, WIDTH), 0.45)[..., None]
    chroma = np.stack([noise(rng, (HEIGHT, WIDTH), 1.6) for _ in range(3)], -1)
    signal = signal + 0.35 * grain * chroma
    return Image.fromarray((np.clip(signal, 0, 1) * 255 + 0.5).astype(np.uint8))
