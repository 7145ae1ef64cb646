"""The picture being painted: parts are laid on it one by one, each with relief, light and a contact shadow."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from .texture import blur, linear, noise, smoothstep

WIDTH, HEIGHT = 800, 600
SUPERSAMPLING = 4
LIGHT = np.array([-0.42, -0.58, 0.70])


@dataclass(frozen=True)
class Material:
    colour: str
    #: 0 matt … 1 polished.
    gloss: float = 0.3
    #: 0 plastic or wood … 1 bare metal.
    metal: float = 0.0
    #: Deviation of the fine surface noise.
    grain: float = 0.03
    #: Deviation of the broad stains.
    stain: float = 0.04
    #: Wood fibres along the object's x axis.
    fibres: float = 0.0
    #: Fibres run up the picture instead.
    upright: bool = False
    #: Strength of a regular stipple (moulded grips).
    stipple: float = 0.0


def surroundings(ny):
    """What a mirror facing `ny` (−1 up … 1 down) reflects: a bright window above, a dark horizon, a dim floor."""
    sky = 0.25 + 1.5 * np.exp(-(((ny + 0.55) / 0.22) ** 2)) + 0.3 * smoothstep(-0.1, -0.9, ny)
    floor = 0.10 + 0.35 * smoothstep(0.15, 0.8, ny)
    return np.where(ny < 0.05, sky, floor) * 0.85


class Canvas:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.rgb = np.zeros((HEIGHT, WIDTH, 3))
        self.ys, self.xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64) + 0.5

    def window(self, points, margin):
        low = np.floor(points.min(0) - margin).astype(int)
        high = np.ceil(points.max(0) + margin).astype(int)
        x0, y0 = max(0, low[0]), max(0, low[1])
        x1, y1 = min(WIDTH, high[0]), min(HEIGHT, high[1])
        return (slice(y0, y1), slice(x0, x1)) if x1 > x0 and y1 > y0 else None

    def mask(self, window, outlines, holes=()):
        """Coverage 0…1 of the union of `outlines` (pixels) less `holes`, within the window."""
        y, x = window
        n = SUPERSAMPLING
        image = Image.new("L", ((x.stop - x.start) * n, (y.stop - y.start) * n))
        draw = ImageDraw.Draw(image)
        for fill, group in ((255, outlines), (0, holes)):
            for points in group:
                draw.polygon([tuple((p - (x.start, y.start)) * n) for p in points], fill=fill)
        return np.asarray(image.reduce(n), np.float64) / 255

    def shadow(self, pose, outlines, holes=(), distance=14.0, softness=9.0, strength=0.6):
        """The shadow that an object throws on the surface below it."""
        shapes = [pose.apply(o) for o in outlines]
        w = self.window(np.vstack(shapes), distance * 2 + softness * 4)
        if w is None:
            return
        shift = LIGHT[:2] / np.hypot(*LIGHT[:2]) * -distance
        m = self.mask(w, [s + shift for s in shapes], [pose.apply(h) + shift for h in holes])
        contact = self.mask(w, shapes, [pose.apply(h) for h in holes])
        dark = np.maximum(blur(m, softness), 0.8 * blur(contact, softness / 2.5))
        self.rgb[w] *= (1 - strength * np.clip(dark, 0, 1))[..., None]

    def part(self, pose, outlines, material, bevel=6.0, rounding=1.2, holes=(), contact=0.45, lift=1.0):
        """Lays one part down. `bevel` is the radius of its edge in pixels: half its thickness makes it a cylinder."""
        if len(np.shape(outlines[0])) == 1:
            outlines = [outlines]
        shapes = [pose.apply(o) for o in outlines]
        w = self.window(np.vstack(shapes), bevel * 2 + 12)
        if w is None:
            return
        mask = self.mask(w, shapes, [pose.apply(h) for h in holes])
        if rounding > 0:
            mask = smoothstep(0.5 - 0.5 / (1 + rounding), 0.5 + 0.5 / (1 + rounding), blur(mask, rounding))
        if contact > 0:
            ground = blur(np.roll(mask, (3, 2), (0, 1)), 3.5)
            self.rgb[w] *= (1 - contact * np.clip(ground - mask, 0, 1))[..., None]
        inside = np.clip(2 * blur(mask, max(0.6, bevel * 0.6)) - 1, 0, 1)
        height = bevel * np.sqrt(1 - (1 - inside) ** 2) * lift
        height = height + noise(self.rng, mask.shape, 0.9) * material.grain * 2.5
        u, v = pose.invert(self.xs[w], self.ys[w])
        if material.stipple > 0:
            step = 3.4
            height = height + material.stipple * np.sin(u * pose.scale * 2 / step) * np.sin(v * pose.scale * 2 / step)
        dy, dx = np.gradient(blur(height, 0.5))
        self.paint(w, mask, -dx, -dy, np.ones_like(dx), material, u, v)

    def lathe(self, pose, profile, material, turn=0.0):
        """A turned body along the object's x axis: `profile` is [(u, radius), …]."""
        us, rs = np.array(profile, float).T
        top = np.stack([us, rs], 1)
        outline = pose.apply(np.vstack([top, (top * (1, -1))[::-1]]))
        w = self.window(outline, 14)
        if w is None:
            return
        u, v = pose.invert(self.xs[w], self.ys[w])
        radius = np.interp(u, us, rs)
        mask = self.mask(w, [outline])
        ground = blur(np.roll(mask, (4, 3), (0, 1)), 4.0)
        self.rgb[w] *= (1 - 0.5 * np.clip(ground - mask, 0, 1))[..., None]
        across = np.clip(v / np.maximum(radius, 1e-6), -0.999, 0.999)
        slope = np.interp(u + 0.01, us, rs) - np.interp(u - 0.01, us, rs)
        depth = np.sqrt(1 - across**2)
        nu, nv = -slope / 0.02 * 0.7, across
        c, s = np.cos(np.radians(pose.degrees)), np.sin(np.radians(pose.degrees))
        nu = -nu if pose.flip else nu
        self.paint(w, mask, nu * c - nv * s, nu * s + nv * c, depth, material, u, v)

    def paint(self, window, mask, nx, ny, nz, material, u, v):
        """Lights a surface with the given normals and lays it over what is there."""
        rng = self.rng
        length = np.sqrt(nx**2 + ny**2 + nz**2) + 1e-9
        nx, ny, nz = nx / length, ny / length, nz / length
        diffuse = np.clip(nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2], 0, 1)
        half = LIGHT + (0, 0, 1)
        half = half / np.linalg.norm(half)
        shine = np.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1) ** (6 + 90 * material.gloss)
        shape = mask.shape
        tone = 1 + material.grain * noise(rng, shape, 0.7) + material.stain * noise(rng, shape, 24)
        base = linear(material.colour) * np.clip(tone, 0.2, 2)[..., None]
        if material.fibres > 0:
            along, across = (v, u) if material.upright else (u, v)
            broad, narrow = ((14, 60), (0.9, 26)) if material.upright else ((60, 14), (26, 0.9))
            wave = np.sin(across * 0.55 + 2.2 * noise(rng, shape, *broad) + along * 0.012)
            streak = noise(rng, shape, *narrow)
            base = base * np.clip(1 + material.fibres * (0.5 * wave + 0.5 * streak), 0.3, 1.9)[..., None]
        mirror = surroundings(2 * nz * ny)
        lit = base * (0.22 + 0.95 * diffuse)[..., None]
        chrome = base * (0.15 + 1.25 * mirror)[..., None]
        rgb = lit * (1 - material.metal) + chrome * material.metal
        fresnel = 0.04 + 0.25 * (1 - nz) ** 3
        rgb = rgb + (material.gloss * (0.45 * shine + fresnel * mirror * 0.6))[..., None]
        m = mask[..., None]
        self.rgb[window] = self.rgb[window] * (1 - m) + rgb * m

    def groove(self, pose, outlines, depth=0.6):
        """Engraves: dark inside, with a lit lower edge."""
        if len(np.shape(outlines[0])) == 1:
            outlines = [outlines]
        shapes = [pose.apply(o) for o in outlines]
        w = self.window(np.vstack(shapes), 6)
        if w is None:
            return
        m = blur(self.mask(w, shapes), 0.5)
        edge = np.clip(np.roll(m, (1, 1), (0, 1)) - m, 0, 1)
        self.rgb[w] *= (1 - depth * m)[..., None]
        self.rgb[w] += (0.10 * depth * edge)[..., None]
