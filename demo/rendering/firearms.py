"""The prohibited things, and the one that only looks like it."""

import numpy as np

from . import surfaces
from .camera import develop
from .canvas import Canvas, Material
from .shapes import Pose, bar, box, circle, ribbon, smooth

STEEL = Material("#3c3e42", gloss=0.55, metal=0.35, grain=0.015)
BLUED = Material("#2a2c31", gloss=0.7, metal=0.45, grain=0.03)
POLYMER = Material("#26262a", gloss=0.22, grain=0.03)
GRIP = Material("#222225", gloss=0.15, grain=0.03, stipple=0.55)
BRASS = Material("#c9993f", gloss=0.8, metal=0.75, grain=0.02)
COPPER = Material("#b5683f", gloss=0.8, metal=0.7, grain=0.02)
WALNUT = Material("#7a4a26", gloss=0.45, fibres=0.45)


def handgun():
    c = Canvas(19)
    surfaces.cloth(c, "#8d8676", folds=1.0)
    p = Pose(128, 170, 2.85, -7)
    grip = smooth([(112, 40), (176, 33), (176, 44), (171, 54), (177, 84), (189, 118), (186, 126), (140, 130), (134, 126), (129, 100), (121, 74), (118, 60)], steps=6)
    guard = smooth([(66, 38), (70, 52), (74, 62), (84, 66), (112, 66), (122, 62), (124, 38)], steps=6)
    hole = smooth([(77, 42), (80, 55), (86, 59), (108, 59), (115, 55), (114, 42)], steps=6)
    slide = [(1, 3), (4, 0), (168, 0), (173, 5), (174, 26), (0, 26)]
    c.shadow(p, [slide, guard, grip], [hole], distance=20, softness=10, strength=0.72)
    c.part(p, guard, POLYMER, bevel=7, holes=[hole])
    c.part(p, smooth([(93, 38), (98, 46), (96, 56), (91, 58), (92, 48), (88, 38)]), STEEL, bevel=5)
    c.part(p, grip, POLYMER, bevel=22, rounding=2)
    c.part(p, smooth([(124, 62), (168, 60), (172, 84), (181, 116), (141, 120), (135, 100)]), GRIP, bevel=12, rounding=3, contact=0.2)
    c.part(p, box(4, 24, 178, 40), POLYMER, bevel=8, rounding=2)
    c.part(p, box(6, 40, 62, 43), POLYMER, bevel=3)
    c.part(p, slide, STEEL, bevel=9, rounding=1.5)
    c.part(p, box(86, 1, 116, 13), Material("#8b8d90", gloss=0.8, metal=0.8), bevel=5, contact=0.6)
    c.groove(p, [bar((86, 13), (116, 13), 1.4), bar((86, 1), (86, 13), 1.2), bar((116, 1), (116, 13), 1.2)], 0.75)
    c.groove(p, [bar((x, 3), (x - 2, 23), 2.0) for x in np.arange(134, 168, 4.6)], 0.62)
    c.groove(p, [bar((0, 26.2), (174, 26.2), 1.3)], 0.8)
    c.groove(p, [bar((2, 19), (80, 19), 0.8)], 0.4)
    c.part(p, box(5, -5, 11, 1), STEEL, bevel=2)
    c.part(p, [(158, 1), (159, -5), (168, -6), (171, 1)], STEEL, bevel=2)
    for x, y, r in ((121, 45, 2.2), (82, 33, 2.6), (166, 44, 2.2)):
        c.part(p, circle(x, y, r), Material("#6f7176", gloss=0.7, metal=0.8), bevel=3)
    c.part(p, smooth([(96, 29), (112, 29), (113, 33), (97, 33)]), STEEL, bevel=3)
    c.part(p, [(136, 124), (190, 118), (192, 126), (138, 133)], POLYMER, bevel=6, rounding=1.5)
    return develop(c, exposure=1.25, warmth=0.03, lamp=(0.25, 0.15))


def scoped_rifle():
    c = Canvas(308)
    c.rgb = surfaces.planks(c, "#b98a58", plank=118, degrees=4, contrast=0.32)
    p = Pose(42, 398, 0.66, -17)
    stock = smooth([(0, 30), (6, 8), (150, 4), (240, 14), (300, 26), (340, 8), (420, 2), (700, 6), (760, 12), (764, 26), (700, 36), (480, 44), (400, 42), (352, 48), (318, 84), (296, 92), (282, 82), (286, 62), (240, 68), (130, 104), (14, 138), (4, 120)], steps=6)
    barrel = Pose(*p.apply([(700, -3)])[0], p.scale, p.degrees)
    c.shadow(p, [stock, bar((600, -3), (1105, -3), 20), bar((330, -62), (720, -62), 36), bar((430, -40), (440, 0), 16)], distance=20, softness=9, strength=0.7)
    c.part(p, stock, WALNUT, bevel=13, rounding=2)
    c.part(p, [(-7, 8), (4, 6), (18, 138), (4, 141)], Material("#1d1b1a", gloss=0.1), bevel=4)
    c.lathe(barrel, [(-150, 15), (-20, 14), (40, 11), (395, 8.5), (398, 10), (412, 10), (413, 0)], BLUED)
    c.part(p, [(350, -20), (560, -22), (566, 6), (346, 8)], BLUED, bevel=10, rounding=1.5)
    c.part(p, box(440, -16, 520, -4), Material("#85878c", gloss=0.8, metal=0.8), bevel=5)
    c.part(p, ribbon([(372, -8), (374, 20), (366, 44)], 9), Material("#8f9196", gloss=0.8, metal=0.75), bevel=4)
    c.part(p, circle(365, 50, 13), Material("#8f9196", gloss=0.9, metal=0.6), bevel=8)
    guard = smooth([(376, 40), (384, 74), (430, 78), (452, 42)], steps=6)
    c.part(p, guard, BLUED, bevel=3, holes=[smooth([(386, 42), (392, 68), (426, 70), (442, 42)], steps=6)])
    c.part(p, ribbon([(410, 42), (416, 54), (408, 66)], 6), STEEL, bevel=3)
    c.part(p, box(458, 40, 522, 56), BLUED, bevel=5)
    for x in (404, 604):
        c.part(p, box(x, -48, x + 26, -12), BLUED, bevel=6)
    tube = Pose(*p.apply([(310, -60)])[0], p.scale, p.degrees)
    c.lathe(tube, [(0, 21), (40, 23), (62, 22), (84, 15), (300, 15), (350, 27), (424, 28), (426, 26)], Material("#1e1f22", gloss=0.75, metal=0.35))
    c.lathe(tube, [(92, 19), (124, 19)], BLUED)
    c.lathe(tube, [(284, 19), (316, 19)], BLUED)
    c.part(p, box(486, -96, 520, -70), BLUED, bevel=7)
    c.part(p, circle(503, -60, 15), STEEL, bevel=8)
    c.groove(p, [bar((x, -95), (x, -82), 2) for x in range(489, 519, 5)], 0.5)
    c.groove(p, [bar((735, -88), (735, -33), 3), bar((352, -82), (352, -38), 3)], 0.6)
    for x in (560, 576, 592, 608, 624):
        c.groove(p, [bar((x, 14), (x + 22, 34), 1.6)], 0.4)
        c.groove(p, [bar((x + 22, 14), (x, 34), 1.6)], 0.4)
    return develop(c, exposure=1.15, warmth=0.06, lamp=(0.7, 0.15))


def airsoft_rifle():
    c = Canvas(6)
    surfaces.cloth(c, "#5f6b4a", folds=1.3, thread=3.2)
    p = Pose(752, 236, 0.78, 10, flip=True)
    black = Material("#2b2c2f", gloss=0.35, grain=0.03)
    dark = Material("#222326", gloss=0.25, grain=0.06, stipple=0.4)
    stock = [(0, 4), (118, 0), (124, 40), (96, 46), (40, 104), (0, 108)]
    magazine = smooth([(392, 70), (454, 66), (460, 120), (486, 186), (424, 204), (400, 140)], steps=6)
    grip = smooth([(262, 70), (312, 70), (308, 92), (282, 166), (236, 160), (252, 110)], steps=6)
    outlines = [stock, box(110, 8, 250, 34), box(236, -4, 520, 70), magazine, grip, box(516, -2, 748, 54), bar((748, 22), (905, 22), 26)]
    c.shadow(p, outlines, distance=20, softness=9, strength=0.75)
    c.lathe(Pose(*p.apply([(100, 20)])[0], p.scale, p.degrees, True), [(0, 14), (150, 14)], black)
    c.part(p, stock, black, bevel=9, rounding=1.6)
    c.groove(p, [bar((20, 60), (70, 50), 5), bar((20, 26), (90, 24), 5)], 0.5)
    c.part(p, grip, dark, bevel=11)
    c.part(p, magazine, Material("#303236", gloss=0.4, metal=0.15), bevel=9, rounding=1.4)
    c.groove(p, [ribbon([(412, 80), (424, 130), (446, 190)], 4), ribbon([(436, 78), (446, 130), (468, 184)], 4)], 0.5)
    guard = smooth([(310, 68), (318, 104), (376, 106), (392, 68)], steps=6)
    c.part(p, guard, black, bevel=3, holes=[smooth([(320, 70), (328, 97), (370, 98), (382, 70)], steps=6)])
    c.part(p, ribbon([(344, 70), (350, 82), (342, 94)], 7), black, bevel=3)
    c.part(p, [(236, 4), (244, -6), (520, -6), (524, 40), (470, 72), (246, 72)], black, bevel=10, rounding=1.6)
    c.part(p, box(380, 8, 452, 34), Material("#46484c", gloss=0.5, metal=0.4), bevel=5)
    c.groove(p, [bar((240, 40), (520, 38), 2.2)], 0.6)
    c.part(p, box(516, -4, 750, 56), black, bevel=12, rounding=1.6)
    for x in range(532, 744, 22):
        c.groove(p, [bar((x, 14), (x, 42), 8)], 0.65)
        c.part(p, box(x - 6, -12, x + 6, -2), black, bevel=2, contact=0.2)
    for x in range(250, 520, 20):
        c.part(p, box(x - 5, -14, x + 5, -5), black, bevel=2, contact=0.2)
    c.part(p, [(330, -12), (336, -58), (404, -60), (412, -12)], black, bevel=8)
    c.part(p, circle(372, -38, 14), Material("#7a1f1a", gloss=0.9), bevel=8)
    c.part(p, [(700, -8), (706, -44), (716, -44), (722, -8)], black, bevel=4)
    c.lathe(Pose(*p.apply([(745, 24)])[0], p.scale, p.degrees, True), [(0, 11), (96, 11)], black)
    orange = Material("#ff6a10", gloss=0.5, grain=0.03)
    c.lathe(Pose(*p.apply([(838, 24)])[0], p.scale, p.degrees, True), [(0, 17), (14, 17), (16, 14), (80, 14), (82, 17), (96, 16), (97, 0)], orange)
    c.groove(Pose(*p.apply([(838, 24)])[0], p.scale, p.degrees, True), [bar((26, -2), (74, -2), 5)], 0.55)
    white = Material("#f2f0e8", gloss=0.7, grain=0.01)
    for _ in range(46):
        a, r = c.rng.uniform(0, 6.3), abs(c.rng.normal(0, 62))
        q = Pose(585 + r * np.cos(a) * 1.5, 480 + r * np.sin(a) * 0.8, 1)
        c.shadow(q, [circle(0, 0, 6)], distance=5, softness=2, strength=0.5)
        c.part(q, circle(0, 0, 6.2), white, bevel=6, contact=0.3)
    return develop(c, exposure=1.35, lamp=(0.45, 0.3))


def cartridge(c, x, y, scale, degrees):
    q = Pose(x, y, scale, degrees)
    c.shadow(q, [bar((0, 0), (66, 0), 22)], distance=11, softness=5, strength=0.7)
    c.lathe(q, [(50, 8.2), (56, 7.8), (62, 6.4), (68, 4.2), (72, 1.8), (73, 0)], COPPER)
    c.lathe(q, [(0, 9.2), (1, 10), (4, 10), (4.4, 8), (7, 8), (7.6, 10), (36, 9.7), (50, 9.2), (51, 8.6)], BRASS)
    c.groove(q, [bar((49.6, -8.6), (49.6, 8.6), 0.7)], 0.5)


def cartridges():
    c = Canvas(9)
    c.rgb = surfaces.concrete(c, "#55595e", roughness=1.2)
    card = Pose(560, 150, 1, 12)
    outline = box(-190, -120, 190, 120)
    c.shadow(card, [outline], distance=26, softness=12, strength=0.7)
    c.part(card, outline, Material("#8c2f28", gloss=0.3, grain=0.04), bevel=5)
    c.part(card, box(-190, 64, 190, 120), Material("#d8cfb8", gloss=0.2), bevel=3, contact=0.1)
    c.groove(card, [box(-120, 82, 120, 90), box(-90, 98, 70, 104)], 0.6)
    for i, (x, y, a) in enumerate([(70, 250, 24), (150, 150, 70), (330, 250, -14), (300, 380, 32), (110, 420, -38), (450, 330, 64), (520, 480, 8), (250, 500, -8), (640, 380, 130), (700, 520, 205)]):
        cartridge(c, x, y, 2.1, a)
    return develop(c, exposure=1.3, warmth=0.02, lamp=(0.2, 0.2))
