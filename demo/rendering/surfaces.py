"""What things lie or stand on: cloth, planks, benches, walls, floors."""

import numpy as np

from .canvas import HEIGHT, LIGHT, WIDTH
from .shapes import Pose
from .texture import blur, fractal, linear, noise, sample, smoothstep

SHAPE = (HEIGHT, WIDTH)


def relief(height, strength=1.0):
    """Light on a height map, 1 where it is level."""
    dy, dx = np.gradient(height * strength)
    n = np.sqrt(dx**2 + dy**2 + 1)
    return np.clip((-dx * LIGHT[0] - dy * LIGHT[1] + LIGHT[2]) / n, 0, None) / LIGHT[2]


def cloth(canvas, colour, folds=1.0, thread=2.6):
    rng = canvas.rng
    x, y = canvas.xs, canvas.ys
    warp = 26 * noise(rng, SHAPE, 70)
    weave = np.sin((x + warp) * 2 * np.pi / thread / 2) * np.sin((y - warp) * 2 * np.pi / thread / 2)
    crease = np.zeros(SHAPE)
    for _ in range(7):
        a, c = rng.uniform(0, np.pi), rng.uniform(-300, 300)
        d = (x - WIDTH / 2) * np.cos(a) + (y - HEIGHT / 2) * np.sin(a) - c + 22 * noise(rng, SHAPE, 90)
        crease += rng.uniform(0.5, 1.3) * np.exp(-np.abs(d) / rng.uniform(10, 34)) * smoothstep(-1.2, 1.0, noise(rng, SHAPE, 120))
    height = folds * (9 * crease + 10 * noise(rng, SHAPE, 60)) + 0.16 * weave + 0.12 * noise(rng, SHAPE, 0.8)
    light = relief(height)
    base = linear(colour) * (1 + 0.05 * noise(rng, SHAPE, 40))[..., None]
    canvas.rgb = base * (0.18 + 0.85 * light)[..., None]


def planks(canvas, colour, plank=150.0, degrees=0.0, contrast=0.35, gap=2.0, perspective=0.0, horizon=0.0):
    """Wooden boards; with `perspective` they recede towards a horizon (pixels from the top)."""
    rng = canvas.rng
    x, y = canvas.xs, canvas.ys
    if perspective > 0:
        depth = perspective / np.maximum(y - horizon, 4)
        u, v = (x - WIDTH * 0.42) * depth, depth * 900
    else:
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        u, v = x * c + y * s, -x * s + y * c
    index = np.floor(v / plank)
    tones, offsets = rng.uniform(-1, 1, 97), rng.uniform(0, 4000, 97)
    tone = tones[index.astype(int) % 97]
    shift = offsets[index.astype(int) % 97]
    slow, fine = noise(rng, (512, 1024), 60, 12), noise(rng, (512, 1024), 30, 0.8)
    knots = noise(rng, (512, 1024), 26, 16)
    ring = np.sin((v * 0.22 + 5 * sample(slow, u + shift, v + shift * 0.3) + 4 * np.maximum(0, sample(knots, u + shift, v) - 1.6)))
    streak = sample(fine, u + shift, v * 2.2 + shift)
    texture = 1 + contrast * (0.35 * ring + 0.40 * streak + 0.45 * tone)
    seam = np.abs(v / plank - np.round(v / plank)) * plank
    texture = texture * (1 - 0.75 * np.exp(-((seam / gap) ** 2)))
    base = linear(colour) * np.clip(texture, 0.08, 2.2)[..., None]
    base = base * (1 + 0.04 * noise(rng, SHAPE, 0.8))[..., None]
    gloss = 0.05 * smoothstep(-1, 2.0, noise(rng, SHAPE, 130))
    return base + gloss[..., None]


def concrete(canvas, colour, roughness=1.0):
    rng = canvas.rng
    height = roughness * (0.5 * noise(rng, SHAPE, 1.2) + 1.6 * fractal(rng, SHAPE, 20))
    pores = smoothstep(2.1, 2.8, noise(rng, SHAPE, 1.6))
    tone = 1 + 0.10 * fractal(rng, SHAPE, 90) - 0.5 * pores
    return linear(colour) * (tone * (0.25 + 0.75 * relief(height, 0.6)))[..., None]


def plaster(canvas, colour, amount=1.0):
    rng = canvas.rng
    height = amount * (0.35 * noise(rng, SHAPE, 1.4) + 0.9 * noise(rng, SHAPE, 8) + 3 * noise(rng, SHAPE, 45))
    tone = 1 + 0.05 * fractal(rng, SHAPE, 120)
    return linear(colour) * (tone * (0.4 + 0.6 * relief(height, 0.5)))[..., None]


def bricks(canvas, colour, mortar, length=92.0, course=34.0):
    rng = canvas.rng
    wobble = 1.6 * noise(rng, SHAPE, 9)
    x, y = canvas.xs + wobble, canvas.ys + np.roll(wobble, 40, 1)
    row = np.floor(y / course)
    x = x + (row % 2) * length / 2
    column = np.floor(x / length)
    dx = np.minimum(x - column * length, (column + 1) * length - x)
    dy = np.minimum(y - row * course, (row + 1) * course - y)
    inside = smoothstep(1.5, 5, np.minimum(dx, dy))
    tones = rng.uniform(-1, 1, (64, 64))[row.astype(int) % 64, column.astype(int) % 64]
    height = 3.2 * inside + 0.5 * noise(rng, SHAPE, 1.3) + 0.8 * noise(rng, SHAPE, 5) * inside
    tone = 1 + 0.30 * tones + 0.12 * fractal(rng, SHAPE, 12)
    base = linear(colour) * tone[..., None] * inside[..., None] + linear(mortar) * (1 - inside)[..., None]
    return base * (0.3 + 0.7 * relief(height))[..., None]


def grass(canvas, colour):
    """Short turf: many blurred blades."""
    rng = canvas.rng
    blades = noise(rng, SHAPE, 0.9, 3.2) + 0.7 * noise(rng, SHAPE, 2.2, 1.0) + 0.6 * noise(rng, SHAPE, 14)
    tone = np.clip(0.75 + 0.32 * blades, 0.12, 2.4)
    base = linear(colour) * tone[..., None]
    dry = smoothstep(0.8, 2.0, noise(rng, SHAPE, 2.0, 4.0))[..., None]
    return base * (1 - 0.5 * dry) + linear("#b8a860") * 0.5 * dry * tone[..., None]


def join(canvas, upper, lower, edge, softness=1.0):
    """`upper` above a horizontal line at `edge` pixels, `lower` below it, darkened where they meet."""
    m = smoothstep(edge - softness, edge + softness, canvas.ys)[..., None]
    rgb = upper * (1 - m) + lower * m
    corner = 1 - 0.45 * np.exp(-np.abs(canvas.ys - edge) / 16)
    canvas.rgb = rgb * corner[..., None]


def window_light(canvas, points, strength=0.5):
    """A soft patch of daylight with the bars of a window in it."""
    pose = Pose(0, 0, 1)
    full = (slice(0, HEIGHT), slice(0, WIDTH))
    m = np.maximum.reduce([canvas.mask(full, [pose.apply(p)]) for p in points])
    canvas.rgb *= (1 + strength * blur(m, 7))[..., None]
