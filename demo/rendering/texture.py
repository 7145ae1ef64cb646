"""Seeded noise and small image arithmetic, in numpy alone."""

import numpy as np


def linear(colour):
    """sRGB hexadecimal (`#c08040`) as linear light."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return c**2.2


def blur(a, sigma, sigma_y=None):
    """Gaussian blur by FFT with edges extended."""
    sy = sigma if sigma_y is None else sigma_y
    if sigma <= 0.05 and sy <= 0.05:
        return a
    px, py = int(3 * sigma) + 1, int(3 * sy) + 1
    p = np.pad(a, ((py, py), (px, px)), mode="edge")
    fy = np.exp(-2 * (np.pi * sy * np.fft.fftfreq(p.shape[0])) ** 2)[:, None]
    fx = np.exp(-2 * (np.pi * sigma * np.fft.rfftfreq(p.shape[1])) ** 2)[None, :]
    out = np.fft.irfft2(np.fft.rfft2(p) * fy * fx, p.shape)
    return out[py : py + a.shape[0], px : px + a.shape[1]]


def noise(rng, shape, sigma, sigma_y=None):
    """Gaussian-filtered noise with mean 0 and deviation 1 that wraps around seamlessly."""
    sy = sigma if sigma_y is None else sigma_y
    fy = np.exp(-2 * (np.pi * sy * np.fft.fftfreq(shape[0])) ** 2)[:, None]
    fx = np.exp(-2 * (np.pi * sigma * np.fft.rfftfreq(shape[1])) ** 2)[None, :]
    n = np.fft.irfft2(np.fft.rfft2(rng.standard_normal(shape)) * fy * fx, shape)
    return (n - n.mean()) / (n.std() + 1e-9)


def fractal(rng, shape, sigma, octaves=4):
    total = sum(noise(rng, shape, sigma / 2**i) * 0.6**i for i in range(octaves))
    return total / total.std()


def smoothstep(low, high, x):
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def sample(a, xs, ys):
    """Bilinear look-up with wrap-around."""
    h, w = a.shape
    x0, y0 = np.floor(xs).astype(int), np.floor(ys).astype(int)
    fx, fy = xs - x0, ys - y0
    x0, y0, x1, y1 = x0 % w, y0 % h, (x0 + 1) % w, (y0 + 1) % h
    top = a[y0, x0] * (1 - fx) + a[y0, x1] * fx
    return top * (1 - fy) + (a[y1, x0] * (1 - fx) + a[y1, x1] * fx) * fy
