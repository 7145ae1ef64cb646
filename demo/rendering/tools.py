"""Allowed things with a trigger: a glue gun, a drill, a toy water pistol."""

import numpy as np

from . import surfaces
from .camera import develop
from .canvas import Canvas, Material
from .shapes import Pose, bar, box, circle, ribbon, smooth

RUBBER = Material("#232426", gloss=0.2, grain=0.03)
BRIGHT = Material("#b9bcc0", gloss=0.85, metal=0.85, grain=0.02)


def at(pose, x, y):
    px, py = pose.apply([(x, y)])[0]
    return Pose(px, py, pose.scale, pose.degrees, pose.flip)


def pegboard(c, colour):
    wall = surfaces.plaster(c, colour, 0.4)
    fx, fy = (c.xs % 42) - 21, (c.ys % 42) - 21
    hole = np.clip(4.6 - np.hypot(fx, fy), 0, 1)
    lip = np.clip(4.6 - np.hypot(fx + 1.5, fy + 1.5), 0, 1)
    return wall * (1 - 0.85 * hole)[..., None] + 0.03 * (hole - hole * lip)[..., None]


def glue_gun():
    c = Canvas(220)
    bench = surfaces.planks(c, "#cfae7a", plank=230, degrees=-2, contrast=0.22)
    surfaces.join(c, pegboard(c, "#a9b4b8"), bench, 150, 2)
    for x, h in ((90, 90), (150, 70), (660, 96)):
        q = Pose(x, 20, 1)
        c.shadow(q, [box(-7, 0, 7, h)], distance=14, softness=5, strength=0.5)
        c.part(q, box(-4, 30, 4, h), BRIGHT, bevel=4)
        c.part(q, box(-9, -20, 9, 40), Material("#c23b22", gloss=0.6), bevel=9)
    p = Pose(168, 232, 2.1, 5)
    body = smooth([(48, 6), (70, -8), (150, -12), (205, -8), (218, 6), (214, 26), (196, 36), (204, 70), (216, 128), (206, 138), (172, 138), (164, 128), (158, 84), (150, 50), (120, 40), (70, 34), (50, 26)], steps=6)
    stick, nozzle = bar((210, 9), (292, 9), 15), bar((-10, 14), (52, 14), 30)
    c.shadow(p, [body, stick, nozzle], distance=24, softness=11, strength=0.62)
    c.part(p, ribbon([(190, 132), (196, 162), (240, 172), (310, 150), (360, 170)], 6), RUBBER, bevel=5)
    c.lathe(at(p, 208, 9), [(0, 7.5), (84, 7.5), (85, 0)], Material("#efe7cf", gloss=0.9, grain=0.01))
    c.lathe(at(p, -4, 14), [(-22, 2), (-20, 3.2), (-6, 4.5), (-4, 8), (6, 9)], BRIGHT)
    c.lathe(at(p, 0, 14), [(0, 9), (8, 11), (34, 15), (58, 19)], Material("#d9541e", gloss=0.35))
    c.part(p, ribbon([(60, 30), (48, 66), (46, 92), (88, 94)], 3.4), BRIGHT, bevel=3)
    c.part(p, smooth([(138, 44), (160, 50), (166, 94), (152, 104), (143, 96), (146, 74)], steps=6), Material("#2a2c30", gloss=0.5), bevel=9)
    c.part(p, body, Material("#e3b419", gloss=0.55, grain=0.025), bevel=22, rounding=2)
    c.part(p, smooth([(170, 56), (192, 52), (206, 118), (180, 122)]), RUBBER, bevel=10, contact=0.3)
    c.part(p, smooth([(82, 2), (170, 0), (176, 14), (160, 24), (86, 22)]), Material("#2f3540", gloss=0.4), bevel=5, contact=0.3)
    c.part(p, box(98, 8, 150, 15), Material("#e8e4d8", gloss=0.2), bevel=1, contact=0)
    for x, y in ((60, 20), (196, 14), (196, 128)):
        c.part(p, circle(x, y, 4), Material("#55504a", gloss=0.5, metal=0.6), bevel=3)
    for x, y, r in ((60, 470, 26), (110, 500, 18)):
        c.part(Pose(x, y, 1), smooth(circle(0, 0, r, r * 0.6, 9) + c.rng.normal(0, 1.5, (9, 2))), Material("#f0ead4", gloss=0.9), bevel=9)
    for x, y, a in ((520, 545, -12), (560, 520, -16)):
        c.shadow(Pose(x, y, 1, a), [bar((0, 0), (180, 0), 20)], distance=9, softness=5)
        c.lathe(Pose(x, y, 1, a), [(0, 0), (1, 10), (180, 10), (181, 0)], Material("#f3ecd6", gloss=0.9, grain=0.01))
    return develop(c, exposure=1.1, warmth=0.05, lamp=(0.35, 0.3))


def drill():
    c = Canvas(18)
    c.rgb = surfaces.concrete(c, "#9a9890")
    p = Pose(150, 140, 2.35, 4)
    teal, dark = Material("#0f7f86", gloss=0.45, grain=0.03), Material("#26282b", gloss=0.3, grain=0.03)
    body = smooth([(0, 14), (14, 0), (80, -4), (126, 0), (132, 12), (132, 46), (120, 56), (82, 58), (70, 64), (62, 132), (22, 134), (26, 92), (22, 62), (4, 52)], steps=6)
    battery = [(4, 134), (14, 126), (92, 126), (100, 138), (98, 168), (4, 168)]
    c.shadow(p, [body, battery, bar((130, 26), (186, 26), 36), bar((186, 26), (258, 26), 5)], distance=28, softness=12, strength=0.65)
    c.lathe(at(p, 184, 26), [(0, 3), (60, 3), (70, 3), (76, 0)], BRIGHT)
    c.groove(at(p, 184, 26), [bar((x, -3), (x + 5, 3), 1.6) for x in range(4, 66, 8)], 0.65)
    c.lathe(at(p, 130, 26), [(0, 20), (6, 20), (7, 17), (30, 17), (31, 18.5), (40, 18.5), (52, 9), (58, 6)], RUBBER)
    c.groove(at(p, 130, 26), [bar((9, v), (29, v), 0.9) for v in range(-15, 17, 4)], 0.5)
    c.part(p, body, teal, bevel=24, rounding=2)
    c.part(p, smooth([(30, 66), (64, 62), (58, 128), (26, 130)]), dark, bevel=10, contact=0.3)
    c.part(p, smooth([(66, 64), (80, 62), (78, 78), (66, 90)]), Material("#a02018", gloss=0.5), bevel=6)
    c.part(p, box(108, -3, 131, 56), dark, bevel=12, rounding=1.5)
    c.groove(p, [bar((14 + i * 7, 14), (10 + i * 7, 40), 2.6) for i in range(6)], 0.75)
    c.part(p, battery, dark, bevel=12, rounding=2)
    c.part(p, box(14, 142, 86, 158), Material("#c9c6bc", gloss=0.2), bevel=2, contact=0.1)
    c.groove(p, [box(22, 147, 58, 153)], 0.7)
    c.part(p, box(58, 20, 102, 34), Material("#d9d6cc", gloss=0.2), bevel=2, contact=0.1)
    c.groove(p, [box(63, 24, 96, 30)], 0.75)
    for i in range(9):
        x, y, a = c.rng.uniform(430, 740), c.rng.uniform(420, 560), c.rng.uniform(0, 180)
        q = Pose(x, y, 1, a)
        c.shadow(q, [bar((0, 0), (46, 0), 7)], distance=5, softness=2.5, strength=0.5)
        c.lathe(q, [(0, 9), (3, 8), (6, 3.4), (40, 3.2), (48, 0)], BRIGHT)
    return develop(c, exposure=1.15, lamp=(0.6, 0.2))


def water_pistol():
    c = Canvas(77)
    c.rgb = surfaces.grass(c, "#5d8f2f")
    p = Pose(130, 205, 2.5, 8)
    red, yellow, blue = (Material(x, gloss=0.75, grain=0.015) for x in ("#e01c1c", "#f7cf16", "#2f9be8"))
    body = smooth([(18, 10), (40, 2), (150, 0), (190, 6), (200, 20), (194, 34), (188, 60), (196, 106), (186, 114), (152, 114), (146, 104), (144, 66), (120, 42), (40, 38), (20, 32)], steps=6)
    tank = smooth([(66, -48), (90, -58), (150, -56), (164, -36), (158, -4), (72, -2)], steps=6)
    c.shadow(p, [body, tank, bar((-16, 20), (24, 20), 20)], distance=24, softness=10, strength=0.6)
    c.part(p, tank, blue, bevel=26, rounding=2)
    c.part(p, box(98, -72, 128, -54), yellow, bevel=9)
    c.groove(p, [bar((x, -71), (x, -56), 1.6) for x in range(101, 128, 5)], 0.35)
    guard = smooth([(94, 38), (98, 72), (120, 82), (150, 76), (152, 40)], steps=6)
    c.part(p, guard, red, bevel=6, holes=[smooth([(104, 42), (107, 66), (122, 72), (140, 66), (140, 44)], steps=6)])
    c.part(p, smooth([(116, 38), (130, 38), (128, 52), (134, 64), (124, 66), (116, 54)]), yellow, bevel=7)
    c.part(p, body, red, bevel=24, rounding=2)
    c.lathe(at(p, -22, 20), [(0, 5), (4, 6), (6, 10), (20, 10), (22, 13), (44, 15)], yellow)
    c.part(p, smooth([(60, 14), (128, 10), (134, 20), (128, 30), (62, 30)]), yellow, bevel=8, contact=0.3)
    c.part(p, circle(170, 22, 9), yellow, bevel=8, contact=0.3)
    c.part(p, smooth([(154, 62), (182, 60), (188, 104), (156, 106)]), Material("#b81414", gloss=0.5, stipple=0.7), bevel=8, contact=0.2)
    c.part(p, box(150, -2, 168, -14), yellow, bevel=5)
    drops = Material("#cfe4ee", gloss=1.0, grain=0.0)
    for _ in range(26):
        x, y, r = c.rng.uniform(20, 780), c.rng.uniform(380, 580), c.rng.uniform(2, 5)
        c.part(Pose(x, y, 1), circle(0, 0, r), drops, bevel=r, contact=0.3)
    return develop(c, exposure=1.15, warmth=0.02, lamp=(0.5, 0.1))
