"""Outlines in an object's own units, and where the object lies in the picture."""

import math
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Pose:
    """Maps object units to pixels: scale, then rotate (degrees, clockwise on screen), then move to (x, y)."""

    x: float
    y: float
    scale: float
    degrees: float = 0.0
    flip: bool = False

    def apply(self, points):
        """Object points (N×2) in pixels."""
        p = np.asarray(points, np.float64) * self.scale
        if self.flip:
            p = p * (-1, 1)
        c, s = math.cos(math.radians(self.degrees)), math.sin(math.radians(self.degrees))
        return p @ np.array([[c, s], [-s, c]]) + (self.x, self.y)

    def invert(self, xs, ys):
        """Pixel grids in object units."""
        c, s = math.cos(math.radians(self.degrees)), math.sin(math.radians(self.degrees))
        dx, dy = xs - self.x, ys - self.y
        u, v = (dx * c + dy * s) / self.scale, (-dx * s + dy * c) / self.scale
        return (-u if self.flip else u), v


def smooth(points, closed=True, steps=8):
    """A Catmull-Rom curve through the points."""
    p = np.asarray(points, np.float64)
    if closed:
        p = np.vstack([p[-1], p, p[0], p[1]])
    else:
        p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:]):
        parts.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    if not closed:
        parts.append(p[-2:-1])
    return np.vstack(parts)


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def circle(x, y, radius, ry=None, steps=64):
    a = np.linspace(0, 2 * math.pi, steps, endpoint=False)
    return np.stack([x + radius * np.cos(a), y + (radius if ry is None else ry) * np.sin(a)], 1)


def bar(a, b, width, end_width=None):
    """A straight bar from a to b."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    d = (b - a) / max(1e-9, np.hypot(*(b - a)))
    n = np.array([-d[1], d[0]])
    w, e = width / 2, (width if end_width is None else end_width) / 2
    return np.array([a + n * w, b + n * e, b - n * e, a - n * w])


def ribbon(points, width):
    """A band of constant width along a smooth open curve."""
    p = smooth(points, closed=False)
    d = np.gradient(p, axis=0)
    d /= np.maximum(1e-9, np.hypot(d[:, 0], d[:, 1]))[:, None]
    n = np.stack([-d[:, 1], d[:, 0]], 1) * width / 2
    return np.vstack([p + n, (p - n)[::-1]])
