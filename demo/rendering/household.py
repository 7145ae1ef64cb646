"""Innocent things: a chair, a bicycle, a vase."""

import math

import numpy as np

from . import surfaces
from .camera import develop
from .canvas import Canvas, Material
from .shapes import Pose, bar, box, circle, ribbon, smooth
from .texture import linear, smoothstep

FLAT = Pose(0, 0, 1)


class Eye:
    """A pinhole camera looking at a small scene: x right, y up, z away, in centimetres."""

    def __init__(self, turn, distance, height, focal, centre):
        self.c, self.s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        self.distance, self.height, self.focal, self.centre = distance, height, focal, centre

    def see(self, points):
        p = np.asarray(points, float)
        x = p[:, 0] * self.c - p[:, 2] * self.s
        z = p[:, 0] * self.s + p[:, 2] * self.c + self.distance
        return np.stack([self.centre[0] + self.focal * x / z, self.centre[1] - self.focal * (p[:, 1] - self.height) / z], 1), z


def beam(c, eye, low, high, material, lean=0.0):
    """A box with its visible faces lit by where they look; `lean` shifts its upper end in z."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    corner = lambda x, y, z: (x, y, z + (lean if y == y1 else 0))
    faces = [
        ([corner(x0, y1, z0), corner(x1, y1, z0), corner(x1, y1, z1), corner(x0, y1, z1)], 1.30),
        ([corner(x0, y0, z0), corner(x1, y0, z0), corner(x1, y1, z0), corner(x0, y1, z0)], 0.95),
        ([corner(x1, y0, z0), corner(x1, y0, z1), corner(x1, y1, z1), corner(x1, y1, z0)], 0.50),
        ([corner(x0, y0, z0), corner(x0, y0, z1), corner(x0, y1, z1), corner(x0, y1, z0)], 1.15),
    ]
    seen = []
    for points, light in faces:
        shape, z = eye.see(points)
        a, b = shape[1] - shape[0], shape[2] - shape[1]
        visible = abs(a[0] * b[1] - a[1] * b[0]) > 1
        if visible:
            seen.append((z.mean(), shape, light))
    for _, shape, light in sorted(seen, key=lambda face: -face[0]):
        tone = np.clip(np.array([int(material.colour[i : i + 2], 16) for i in (1, 3, 5)]) * light ** 0.6, 0, 255).astype(int)
        shaded = Material("#%02x%02x%02x" % tuple(tone), material.gloss, 0.0, 0.03, 0.05, material.fibres, y1 - y0 > x1 - x0)
        c.part(FLAT, shape, shaded, bevel=2.2, rounding=0.7, contact=0.15)


def floor_shadow(c, eye, boxes, softness=9.0, strength=0.55):
    """Shadows of boxes ((x0, y0, z0), (x1, y1, z1)) on the floor, thrown right and back by the light."""
    shapes = []
    for (x0, y0, z0), (x1, y1, z1) in boxes:
        foot = [(x0 + y0 * 0.5, 0, z0 + y0 * 0.35), (x1 + y0 * 0.5, 0, z0 + y0 * 0.35), (x1 + y1 * 0.5, 0, z1 + y1 * 0.35), (x0 + y1 * 0.5, 0, z1 + y1 * 0.35)]
        shapes.append(eye.see(foot)[0])
    c.shadow(FLAT, shapes, distance=0.1, softness=softness, strength=strength)


def oak_chair():
    c = Canvas(4)
    wall = surfaces.plaster(c, "#b9c4bd", 0.7)
    floor = surfaces.planks(c, "#8a6a48", plank=62, contrast=0.3, gap=1.5, perspective=62, horizon=150)
    surfaces.join(c, wall, floor, 352, 1.5)
    c.part(FLAT, box(-10, 318, 810, 354), Material("#e9e6dc", gloss=0.3), bevel=4)
    frame = Pose(600, 110, 1)
    c.shadow(frame, [box(-95, -80, 95, 80)], distance=12, softness=8, strength=0.5)
    c.part(frame, box(-95, -80, 95, 80), Material("#3a2a1e", gloss=0.5, fibres=0.2), bevel=7)
    c.part(frame, box(-80, -65, 80, 65), Material("#d9d2bf", gloss=0.1), bevel=2)
    c.part(frame, smooth([(-70, 50), (-40, -6), (-10, 22), (24, -34), (70, 50)]), Material("#5f7d8c", gloss=0.1, stain=0.3), bevel=2, contact=0)
    c.part(frame, circle(40, -40, 11), Material("#d89a3a", gloss=0.1), bevel=2, contact=0)
    surfaces.window_light(c, [[(60, 60), (170, 40), (170, 150), (60, 180)], [(185, 37), (300, 16), (300, 118), (185, 146)]], 0.55)
    eye = Eye(-32, 230, 96, 730, (360, 232))
    oak = Material("#c08a4e", gloss=0.35, fibres=0.4)
    legs = [((-22, 0, 18), (-17.5, 94, 22.5)), ((17.5, 0, 18), (22, 94, 22.5)), ((-22, 0, -22), (-17.5, 45, -17.5)), ((17.5, 0, -22), (22, 45, -17.5))]
    floor_shadow(c, eye, legs + [((-23, 40, -23), (23, 46, 23))])
    for low, high in legs[:2]:
        beam(c, eye, low, high, oak)
    for y in (52, 66, 80):
        beam(c, eye, (-18, y, 19), (18, y + 8, 21.5), oak)
    beam(c, eye, (-18, 14, 19), (18, 17, 21.5), oak)
    beam(c, eye, (-21, 20, -18), (-19, 23, 18), oak)
    beam(c, eye, (19, 20, -18), (21, 23, 18), oak)
    for low, high in legs[2:]:
        beam(c, eye, low, high, oak)
    beam(c, eye, (-19, 37, -21), (19, 43, -19), oak)
    beam(c, eye, (-24, 43, -24), (24, 47, 20), oak)
    return develop(c, exposure=1.15, warmth=0.04, lamp=(0.25, 0.15))


def wheel(c, p, x, y):
    steel = Material("#a9adb1", gloss=0.8, metal=0.8)
    for i in range(28):
        a = i * 2 * math.pi / 28
        side = 0.5 if i % 2 else -0.5
        hub = (x + 9 * math.cos(a + side * 2.4), y + 9 * math.sin(a + side * 2.4))
        c.part(p, bar(hub, (x + 138 * math.cos(a), y + 138 * math.sin(a)), 1.1), steel, bevel=0.8, rounding=0.3, contact=0.1)
    c.part(p, circle(x, y, 146), steel, bevel=4, holes=[circle(x, y, 134)], contact=0.2)
    c.part(p, circle(x, y, 158), Material("#1f1f20", gloss=0.2, grain=0.06), bevel=6, holes=[circle(x, y, 144)], contact=0.3)
    c.part(p, circle(x, y, 12), steel, bevel=6)


def bicycle():
    c = Canvas(28)
    wall = surfaces.bricks(c, "#a8543c", "#b9b0a2")
    ground = surfaces.concrete(c, "#8d8b86")
    surfaces.join(c, wall, ground, 490, 3)
    p = Pose(205, 372, 1.0)
    rear, front, bottom, seat, head, headlow = (0, 0), (392, 0), (152, 12), (110, -176), (316, -170), (326, -132)
    rings = [(circle(*rear, 158), circle(*rear, 144)), (circle(*front, 158), circle(*front, 144))]
    tubes = [bar(bottom, seat, 13), bar(bottom, headlow, 14), bar((116, -150), head, 13), bar(rear, bottom, 8), bar(rear, (116, -150), 8), bar(headlow, front, 9)]
    c.shadow(p, [r[0] for r in rings] + tubes, [r[1] for r in rings], distance=30, softness=6, strength=0.5)
    c.shadow(Pose(205, 534, 1), [circle(200, 0, 360, 14)], distance=0.1, softness=8, strength=0.55)
    wheel(c, p, *rear)
    wheel(c, p, *front)
    paint, steel, dark = Material("#1d5fa8", gloss=0.8, grain=0.015), Material("#b5b8bc", gloss=0.85, metal=0.85), Material("#232325", gloss=0.25)
    for tube, bevel in ((bar(rear, bottom, 8), 4), (bar(rear, (116, -150), 8), 4), (bar(bottom, (112, -170), 13), 6.5)):
        c.part(p, tube, paint, bevel=bevel)
    c.part(p, ribbon([headlow, (352, -60), (388, -10), front], 9), paint, bevel=4.5)
    c.part(p, bar(bottom, headlow, 14), paint, bevel=7)
    c.part(p, bar((116, -150), head, 13), paint, bevel=6.5)
    c.part(p, bar((312, -188), (330, -122), 18), paint, bevel=9)
    c.part(p, bar((113, -160), (104, -208), 9), steel, bevel=4.5)
    c.part(p, smooth([(54, -220), (80, -224), (130, -216), (162, -218), (160, -208), (124, -204), (84, -196), (58, -200)]), dark, bevel=9)
    c.part(p, bar((312, -186), (304, -214), 9), steel, bevel=4.5)
    c.part(p, ribbon([(300, -214), (330, -222), (356, -212), (352, -186), (322, -178)], 10), dark, bevel=5)
    c.part(p, circle(*bottom, 34), steel, bevel=3, holes=[circle(bottom[0] + 19 * math.cos(a), bottom[1] + 19 * math.sin(a), 8) for a in np.arange(5) * 1.2566])
    c.part(p, [bar((0, -13), (152, -22), 3.4), bar((0, 13), (152, 46), 3.4)], Material("#3a3a3c", gloss=0.5, metal=0.5), bevel=2)
    c.part(p, bar(bottom, (192, 62), 9), steel, bevel=4)
    c.part(p, box(176, 58, 212, 68), dark, bevel=4)
    c.part(p, ribbon([(-160, -36), (-120, -116), (-40, -160), (30, -158)], 7), Material("#2a2a2c", gloss=0.5), bevel=3)
    c.part(p, ribbon([(300, -150), (350, -168), (430, -162), (500, -122)], 7), Material("#2a2a2c", gloss=0.5), bevel=3)
    c.part(p, circle(318, -156, 5), Material("#e8e2cc", gloss=0.6), bevel=3)
    return develop(c, exposure=1.2, warmth=0.02, lamp=(0.55, 0.1))


def vase():
    c = Canvas(51)
    wall = surfaces.plaster(c, "#c9b79f", 1.0)
    table = surfaces.planks(c, "#6b4526", plank=90, degrees=0, contrast=0.3)
    surfaces.join(c, wall, table, 430, 2)
    curtain = smoothstep(560, 590, c.xs + 10 * np.sin(c.ys / 60)) * smoothstep(432, 424, c.ys)
    pleats = 0.55 + 0.4 * np.sin(c.xs / 13 + 0.8 * np.sin(c.xs / 41) + c.ys / 300)
    drape = linear("#8c5a5e") * (pleats * (1 + 0.03 * c.rng.standard_normal(c.xs.shape)))[..., None]
    c.rgb = c.rgb * (1 - curtain[..., None]) + drape * curtain[..., None]
    profile = [(0, 62), (4, 66), (20, 70), (60, 100), (110, 126), (160, 132), (210, 118), (250, 88), (285, 56), (305, 46), (325, 48), (340, 60), (346, 63), (350, 60)]
    us = np.linspace(0, 350, 120)
    fine = list(zip(us, np.interp(us, *np.array(profile, float).T)))
    q = Pose(330, 520, 1.08, -90)
    c.part(FLAT, circle(330, 519, 66, 9), Material("#b9b09c", gloss=0.4), bevel=3)
    c.shadow(Pose(395, 522, 1), [circle(0, 0, 150, 22)], distance=30, softness=14, strength=0.65)
    c.shadow(q, [np.vstack([np.array(fine), (np.array(fine) * (1, -1))[::-1]])], distance=46, softness=24, strength=0.35)
    stem = Material("#5d5a2c", gloss=0.1)
    for dx, h, bend in ((-18, 150, -90), (8, 190, 20), (20, 130, 96), (-4, 170, -34)):
        top = (330 + dx + bend, 150 - h * 0.72)
        c.part(FLAT, ribbon([(330 + dx, 160), (330 + dx + bend * 0.4, 110), top], 4), stem, bevel=2)
        for k in range(9):
            a = k * 0.698
            c.part(FLAT, smooth(circle(top[0] + 15 * math.cos(a), top[1] + 13 * math.sin(a), 11, 8, 8)), Material("#d9a3a8", gloss=0.15, stain=0.1), bevel=5, contact=0.35)
        c.part(FLAT, circle(*top, 8), Material("#d8a83a", gloss=0.1, grain=0.12), bevel=5)
    c.lathe(q, fine, Material("#e6ddc8", gloss=0.75, grain=0.02, stain=0.05))
    glaze = [point for point in fine if 96 <= point[0] <= 216]
    c.lathe(q, glaze, Material("#2c5a7c", gloss=0.85, grain=0.03, stain=0.1))
    for low in (86, 222):
        c.lathe(q, [point for point in fine if low - 3 <= point[0] <= low + 5], Material("#8c3f22", gloss=0.7))
    for k in range(-4, 5):
        a = k * 0.36
        x, w = 330 + math.sin(a) * 132 * 1.08, math.cos(a)
        c.part(FLAT, circle(x, 352, 15 * w, 24), Material("#e6ddc8", gloss=0.6), bevel=3, contact=0.1, lift=0.3)
        c.part(FLAT, circle(x, 352, 7 * w, 13), Material("#b5532c", gloss=0.6), bevel=3, contact=0.1, lift=0.3)
    c.part(FLAT, circle(330, 143, 62, 11), Material("#2a221b", gloss=0.3), bevel=5, contact=0)
    return develop(c, exposure=1.15, warmth=0.05, lamp=(0.25, 0.25))
