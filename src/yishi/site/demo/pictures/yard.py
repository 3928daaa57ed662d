"""Rubbish corner, charging, bushes and a meeting in the yard. Invented, drawn before and after."""

import math

from .brush import HEIGHT, WIDTH, Brush, Colour, dark, light, mix
from .outdoors import FACADES, LEAF, sky, tree

CLOTHES: tuple[Colour, ...] = (
    (196, 92, 80), (92, 128, 160), (226, 182, 96), (118, 150, 112), (156, 118, 158), (222, 214, 200), (84, 96, 118),
    (208, 140, 110),
)  # fmt: skip
SKIN: tuple[Colour, ...] = ((232, 192, 160), (222, 180, 148), (238, 202, 172))
HAIR: tuple[Colour, ...] = ((62, 56, 58), (150, 148, 148), (206, 204, 200), (84, 70, 64))


def wall_of_flats(brush: Brush, tone: Colour, deep: float, half: float, door: float = 0) -> None:
    """A house seen straight on, two storeys of it; no window below within `door` metres of the middle."""
    brush.front(-half, half, 0, 9, deep, tone)
    brush.front(-half, half, 0, 0.55, deep, dark(tone, 0.2))
    brush.front(-half, half, 2.72, 2.84, deep, dark(tone, 0.12))
    x = -half + 0.6 + brush.place.uniform(0, 0.5)
    while x < half - 1.4:
        for y in (0.95, 3.75):
            if y < 1 and -door - 1.4 < x < door:
                continue
            brush.front(x - 0.07, x + 1.37, y - 0.07, y + 1.42, deep, light(tone, 0.55))
            brush.front(x, x + 1.3, y, y + 1.35, deep, (146, 174, 186))
            if brush.place.random() < 0.65:
                brush.front(x, x + 0.42, y, y + 1.35, deep, mix((146, 174, 186), (244, 226, 200), 0.7))
            brush.front(x + 0.63, x + 0.68, y, y + 1.35, deep, light(tone, 0.55))
            brush.front(x - 0.12, x + 1.42, y - 0.15, y - 0.07, deep, light(tone, 0.2))
        if brush.place.random() < 0.5:
            brush.box(x + 0.15, 2.9, deep - 0.3, 0.8, 0.5, 0.3, (226, 224, 218))
            cx, cy = brush.at(x + 0.45, 3.15, deep - 0.31)
            brush.oval(cx, cy, 0.19 * brush.focus / deep, 0.19 * brush.focus / deep, (190, 190, 188))
        x += 2.15 + brush.place.uniform(0, 0.25)


def _paving(brush: Brush, tone: Colour, deep: float) -> None:
    brush.fade(brush.at(0, 0, deep)[1], HEIGHT, light(tone, 0.18), tone)
    z = 2.4
    while z < deep:
        brush.stroke([brush.at(-12, 0, z), brush.at(12, 0, z)], dark(tone, 0.1), max(1, 7 / z))
        z += 0.9
    for number in range(-12, 13):
        brush.stroke([brush.at(number * 0.9, 0, 2.2), brush.at(number * 0.9, 0, deep)], dark(tone, 0.1), 1.3)


def _bag(brush: Brush, x: float, y: float, z: float, size: float, tone: Colour) -> None:
    cx, cy = brush.at(x, y, z)
    unit = size * brush.focus / z
    brush.oval(cx, cy - unit * 0.42, unit * 0.52, unit * 0.46, dark(tone, 0.14))
    brush.oval(cx - unit * 0.06, cy - unit * 0.46, unit * 0.44, unit * 0.4, tone)
    brush.oval(cx - unit * 0.18, cy - unit * 0.58, unit * 0.16, unit * 0.12, light(tone, 0.3), 150)
    brush.shape([(cx - unit * 0.05, cy - unit * 0.86), (cx - unit * 0.15, cy - unit * 1.08), (cx, cy - unit),
                 (cx + unit * 0.13, cy - unit * 1.1), (cx + unit * 0.06, cy - unit * 0.86)],
                dark(tone, 0.1))  # fmt: skip
    for fold in (-0.2, 0.02, 0.22):
        brush.stroke(
            [(cx + unit * fold * 0.3, cy - unit * 0.84), (cx + unit * fold, cy - unit * 0.6)],
            dark(tone, 0.25),
            2,
        )


def _bin(brush: Brush, x: float, z: float, tone: Colour, open_lid: bool) -> None:
    brush.shadow(x + 0.3, z + 0.3, 0.9, 0.8, 13)
    brush.face([(x + 0.05, 0.06, z), (x + 0.55, 0.06, z), (x + 0.6, 0.95, z), (x, 0.95, z)], tone)
    brush.front(x + 0.1, x + 0.5, 0.3, 0.62, z - 0.01, light(tone, 0.35))
    if x + 0.6 < 0:
        brush.side(x + 0.6, 0.06, 0.95, z, z + 0.55, dark(tone, 0.25))
    elif x > 0:
        brush.side(x, 0.06, 0.95, z, z + 0.55, dark(tone, 0.25))
    if open_lid:
        brush.face([(x - 0.02, 0.95, z + 0.5), (x + 0.62, 0.95, z + 0.5), (x + 0.62, 1.5, z + 0.6),
                    (x - 0.02, 1.5, z + 0.6)], dark(tone, 0.12))  # fmt: skip
    else:
        brush.box(x - 0.03, 0.95, z - 0.03, 0.66, 0.09, 0.6, light(tone, 0.12))
    for wheel in (x + 0.1, x + 0.5):
        cx, cy = brush.at(wheel, 0.06, z)
        brush.oval(cx, cy, 60 / z, 60 / z, (48, 48, 54))


def _planter(brush: Brush, x: float, z: float, wide: float) -> None:
    brush.shadow(x + wide / 2, z + 0.3, wide + 0.4, 0.8, 13)
    brush.box(x, 0, z, wide, 0.42, 0.5, (172, 128, 92))
    for number in range(1, 4):
        y = number * 0.105
        brush.front(x, x + wide, y, y + 0.012, z - 0.01, (132, 94, 66))
    left, top = brush.at(x, 0.48, z + 0.2)
    right = brush.at(x + wide, 0.48, z + 0.2)[0]
    brush.leaves((left + right) / 2, top - 14, (right - left) / 2, 42, (112, 150, 96), 44, brush.chance)
    for _ in range(26):
        cx, cy = brush.chance.uniform(left, right), top - brush.chance.uniform(0, 56)
        tone = brush.chance.choice(((226, 110, 106), (244, 190, 96), (240, 228, 220), (206, 126, 170)))
        for turn in range(5):
            angle = math.tau * turn / 5
            brush.oval(cx + math.cos(angle) * 5, cy + math.sin(angle) * 5, 4.6, 4.6, tone)
        brush.oval(cx, cy, 3.4, 3.4, (250, 216, 110))


def rubbish(brush: Brush, after: bool) -> None:
    """A corner under the wall: bags higher than a child; then bins in a row and flower boxes."""
    tone = brush.place.choice(FACADES)
    brick = brush.place.choice(((190, 130, 104), (178, 140, 116), (186, 150, 122)))
    sky(brush)
    tree(brush, -3.6, 8.5, 5.0, brush.place.choice(LEAF), 120)
    tree(brush, 4.4, 9.0, 5.4, brush.place.choice(LEAF), 120)
    deep, high = 6.6, 2.25
    _paving(brush, (190, 184, 172), deep)
    brush.front(-7, 7, 0, high, deep, brick)
    for row in range(15):
        y = row * 0.15
        brush.stroke([brush.at(-7, y, deep), brush.at(7, y, deep)], dark(brick, 0.16), 1.3)
        for number in range(-12, 12):
            x = number * 0.4 + (0.2 if row % 2 else 0)
            brush.stroke(
                [brush.at(x, y, deep), brush.at(x, min(high, y + 0.15), deep)], dark(brick, 0.16), 1.2
            )
    for _ in range(46):
        x, row = brush.place.uniform(-5.5, 5.5), brush.place.randrange(15)
        brush.front(x, x + 0.37, row * 0.15 + 0.01, row * 0.15 + 0.14, deep, mix(brick, tone, 0.35), 120)
    brush.box(-7, high, deep - 0.12, 14, 0.14, 0.3, (214, 206, 192))
    if not after:
        brush.shadow(-0.2, 5.3, 6.2, 2.4, 15)
        _bin(brush, 1.9, 5.3, (96, 138, 112), True)
        brush.box(-3.0, 0, 5.7, 0.9, 0.7, 0.6, (196, 158, 112))
        brush.box(-2.85, 0.7, 5.75, 0.7, 0.45, 0.5, (206, 170, 124))
        shades = (
            (64, 66, 76),
            (82, 86, 96),
            (196, 92, 86),
            (120, 142, 166),
            (226, 222, 212),
            (92, 128, 112),
            (58, 60, 70),
        )
        for layer, (count, z, y) in enumerate(
            ((8, 6.1, 0.0), (7, 5.9, 0.42), (5, 5.9, 0.84), (3, 5.85, 1.22), (8, 5.2, 0.0), (5, 4.9, 0.0))
        ):
            span = 4.2 - min(layer, 3) * 0.9 if layer < 4 else 4.0
            for number in range(count):
                x = -0.5 - span / 2 + span * (number + 0.5) / count + brush.chance.uniform(-0.14, 0.14)
                _bag(
                    brush,
                    x,
                    y,
                    z + brush.chance.uniform(-0.12, 0.12),
                    brush.chance.uniform(0.58, 0.8),
                    brush.chance.choice(shades),
                )
        for _ in range(20):
            x, y = brush.at(brush.chance.uniform(-3.2, 2.8), 0, brush.chance.uniform(3.9, 5.0))
            tone = brush.chance.choice(((240, 236, 226), (208, 170, 120), (150, 190, 200), (214, 110, 98)))
            brush.shape([(x - 15, y), (x - 3, y - 9), (x + 14, y - 2), (x + 4, y + 6)], tone)
        for _ in range(9):
            x, y = brush.chance.uniform(300, 900), brush.chance.uniform(320, 470)
            brush.oval(x, y, 2.6, 2, (54, 50, 56))
        brush.shape([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], (92, 84, 60), 26)
        return
    for x, colour in ((-3.1, (90, 136, 176)), (-2.25, (104, 150, 108)), (-1.4, (196, 96, 84))):
        _bin(brush, x, 5.5, colour, False)
    _planter(brush, -0.1, 5.7, 1.6)
    _planter(brush, 1.9, 5.7, 1.6)
    brush.shadow(1.0, 4.05, 2.3, 1.0, 9)
    brush.box(0.88, 0, 4.0, 0.24, 0.62, 0.2, (170, 164, 154))
    brush.box(0.55, 0.62, 3.75, 0.9, 0.08, 0.7, (206, 200, 188))
    for x in (-0.12, 1.75):
        brush.box(x, 0, 3.95, 0.36, 0.4, 0.34, (190, 182, 170))
    brush.face([(-5, 0, 6.5), (3, 0, 6.5), (5.5, 0, 2.6), (-2, 0, 2.6)], (255, 246, 212), 44)


def bike(brush: Brush, x: float, z: float, tone: Colour, scale: float = 1.0) -> None:
    """An electric bicycle from the side."""
    unit = brush.focus / z * scale
    cx, ground = brush.at(x, 0, z)
    brush.oval(cx, ground, unit * 0.85, unit * 0.07, (36, 32, 48), 70)

    def p(a: float, b: float) -> tuple[float, float]:
        return cx + a * unit, ground - b * unit

    for wheel in (-0.55, 0.55):
        wx, wy = p(wheel, 0.24)
        brush.oval(wx, wy, unit * 0.24, unit * 0.24, (48, 48, 54))
        brush.oval(wx, wy, unit * 0.16, unit * 0.16, (168, 170, 172))
        brush.oval(wx, wy, unit * 0.05, unit * 0.05, (70, 70, 76))
    brush.shape([p(-0.62, 0.62), p(-0.7, 0.48), p(-0.3, 0.3), p(0.22, 0.26), p(0.3, 0.34), p(0.36, 0.86), p(0.26, 0.88),
                 p(0.14, 0.42), p(-0.16, 0.44), p(-0.2, 0.62)], tone)  # fmt: skip
    brush.shape([p(-0.7, 0.48), p(-0.3, 0.3), p(0.22, 0.26), p(0.26, 0.33), p(-0.24, 0.4)], dark(tone, 0.25))
    brush.shape([p(-0.66, 0.66), p(-0.62, 0.6), p(-0.14, 0.6), p(-0.1, 0.68), p(-0.3, 0.74)], (62, 56, 58))
    brush.stroke([p(0.3, 0.86), p(0.56, 0.24)], dark(tone, 0.35), unit * 0.055)
    brush.stroke([p(0.32, 0.86), p(0.26, 1.04), p(0.1, 1.06)], (60, 60, 66), unit * 0.045)
    brush.oval(*p(0.4, 0.82), unit * 0.08, unit * 0.07, (250, 236, 196))
    brush.panel(*p(-0.86, 0.92), *p(-0.58, 0.68), mix(tone, (60, 60, 70), 0.4), unit * 0.03)


def charging(brush: Brush, after: bool) -> None:
    """Wires hanging from windows to bicycles in the open; then a shed with sockets and a roof."""
    tone = brush.place.choice(FACADES)
    deep = 7.4
    brush.image.paste((206, 216, 216), (0, 0, *brush.image.size))
    wall_of_flats(brush, tone, deep, 6.2)
    _paving(brush, (180, 178, 172), deep)
    tones = [brush.place.choice(CLOTHES[:5]) for _ in range(9)]
    if not after:
        brush.leaves(930, 590, 120, 40, (126, 150, 104), 60, brush.place)
        spots = [
            (-2.7, 5.9, 0.0),
            (-1.2, 5.6, 0.0),
            (0.5, 6.0, 0.0),
            (1.9, 5.5, 0.0),
            (-2.1, 4.3, 0.0),
            (-0.1, 4.1, 0.0),
        ]
        for number, (x, z, _) in enumerate(spots):
            start = brush.at(
                brush.chance.uniform(-3.6, 3.6), brush.chance.choice((3.8, 3.9, 5.6)), deep - 0.02
            )
            end = brush.at(x - 0.2, 0.55, z)
            middle = ((start[0] + end[0]) / 2 + brush.chance.uniform(-90, 90), max(start[1], end[1]) - 60)
            curve = []
            for step in range(17):
                t = step / 16
                curve.append(
                    (
                        (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * middle[0] + t * t * end[0],
                        (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * (middle[1] + 90) + t * t * end[1],
                    )
                )
            brush.stroke([(a + 3, b + 5) for a, b in curve], (40, 36, 50), 3, 50)
            brush.stroke(curve, ((48, 46, 52), (186, 70, 60), (240, 238, 230))[number % 3], 4)
            brush.panel(end[0] - 22, end[1] - 9, end[0] + 22, end[1] + 9, (244, 242, 236), 4)
        for number, (x, z, _) in enumerate(spots):
            bike(brush, x, z, tones[number])
        brush.shape([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], (70, 66, 84), 24)
        return
    steel: Colour = (120, 130, 136)
    brush.floor(-2.75, 2.75, 5.0, 6.8, (160, 170, 160))
    for x in (-2.6, -0.87, 0.87, 2.6):
        brush.box(x - 0.05, 0, 6.6, 0.1, 2.3, 0.1, dark(steel, 0.1))
    for number, x in enumerate((-2.15, -1.4, -0.5, 0.35, 1.25, 2.1)):
        brush.box(x - 0.14, 0.95, 6.5, 0.28, 0.42, 0.1, (236, 238, 236))
        cx, cy = brush.at(x, 1.24, 6.49)
        brush.oval(cx, cy, 9, 9, (106, 178, 130) if number % 3 else (240, 176, 84))
        brush.stroke([(cx, cy + 16), (cx - 16, cy + 52), (cx - 30, cy + 66)], (62, 64, 70), 3)
    for number, x in enumerate((-1.95, -0.65, 0.65, 1.95)):
        bike(brush, x, 5.9, tones[number], 0.8)
    for x in (-1.3, 0.0, 1.3):
        brush.floor(x - 0.03, x + 0.03, 5.0, 6.5, (244, 240, 228))
    for x in (-2.75, 2.65):
        brush.shadow(x, 5.1, 0.4, 0.3, 13)
        brush.box(x, 0, 5.1, 0.1, 2.4, 0.1, steel)
    brush.face(
        [(-2.95, 2.4, 4.8), (2.95, 2.4, 4.8), (2.95, 2.35, 6.9), (-2.95, 2.35, 6.9)],
        dark((120, 162, 150), 0.3),
    )
    brush.face([(-2.95, 2.5, 4.8), (2.95, 2.5, 4.8), (2.8, 2.95, 6.9), (-2.8, 2.95, 6.9)], (138, 178, 164))
    brush.front(-2.95, 2.95, 2.38, 2.54, 4.8, (96, 136, 124))
    brush.box(2.58, 0.9, 5.06, 0.22, 0.5, 0.16, (196, 70, 60))
    cx, cy = brush.at(-2.7, 2.3, 4.9)
    brush.panel(cx, cy - 6, cx + 42, cy + 14, (240, 240, 238), 6)
    brush.oval(cx + 38, cy + 4, 9, 9, (50, 54, 62))


def _hedge(brush: Brush, x: float, x2: float, z: float, high: float, tone: Colour) -> None:
    brush.shadow((x + x2) / 2, z, x2 - x + 0.4, 0.9, 11)
    brush.box(x, 0, z, x2 - x, high, 0.7, tone)
    left, top = brush.at(x, high, z)
    right, base = brush.at(x2, 0, z)
    for _ in range(int((right - left) / 3.2)):
        cx, cy = brush.place.uniform(left + 6, right - 6), brush.place.uniform(top - 10, base - 8)
        share = (cy - top) / (base - top)
        brush.oval(
            cx,
            cy,
            15,
            11,
            light(tone, 0.22) if share < 0.2 else dark(tone, brush.place.uniform(0, 0.05 + 0.25 * share)),
        )


def green(brush: Brush, after: bool) -> None:
    """Bushes over path and windows; then hedges cut, the path free and the windows light again."""
    tone = brush.place.choice(FACADES)
    leaf = brush.place.choice(LEAF)
    deep = 8.2
    brush.image.paste((206, 222, 226), (0, 0, *brush.image.size))
    wall_of_flats(brush, tone, deep, 7.0, 1.55)
    brush.fade(brush.at(0, 0, deep)[1], HEIGHT, (166, 188, 132), (140, 170, 112))
    brush.face([(-0.75, 0, deep), (0.75, 0, deep), (1.25, 0, 2.2), (-1.25, 0, 2.2)], (214, 204, 186))
    for number in range(12):
        z = 2.8 + number * 0.46
        half = 0.75 + 0.5 * (deep - z) / 6
        brush.stroke([brush.at(-half, 0, z), brush.at(half, 0, z)], (190, 178, 160), 2)
    brush.front(-1.5, 1.5, 0, 2.72, deep - 0.01, light(tone, 0.16))
    brush.front(-1.5, 1.5, 0, 0.55, deep - 0.01, dark(tone, 0.16))
    brush.front(-0.62, 0.62, 0, 2.15, deep - 0.02, (134, 104, 86))
    brush.front(-0.52, 0.52, 0.08, 2.05, deep - 0.03, (104, 122, 128))
    brush.front(-0.03, 0.03, 0, 2.1, deep - 0.04, (134, 104, 86))
    brush.box(-1.0, 2.25, deep - 0.7, 2.0, 0.12, 0.7, light(tone, 0.4))
    tree(brush, -4.9, 7.0, 4.6, leaf, 80)
    tree(brush, 4.9, 6.6, 5.0, leaf, 80)
    if after:
        for x, x2 in ((-4.1, -1.25), (1.25, 4.1)):
            _hedge(brush, x, x2, 6.9, 0.6, dark(leaf, 0.1))
        for x in (-2.4, 2.4):
            cx, cy = brush.at(x, 0.3, 5.2)
            brush.shadow(x, 5.2, 1.0, 0.6, 11)
            brush.leaves(cx, cy, 74, 66, leaf, 130, brush.place)
        for _ in range(110):
            side = brush.chance.choice((-1, 1))
            x, y = brush.at(side * brush.chance.uniform(1.35, 2.0), 0.06, brush.chance.uniform(3.7, 6.3))
            brush.oval(x, y, 6, 5, brush.chance.choice(((244, 236, 220), (244, 200, 110), (226, 140, 130))))
        brush.face([(-5, 0, 6.2), (-0.6, 0, 6.2), (3, 0, 2.4), (-3, 0, 2.4)], (255, 250, 214), 40)
        return
    for x, z, rx, ry in ((-3.3, 7.4, 1.5, 1.25), (3.4, 7.4, 1.6, 1.35), (-1.6, 7.0, 1.1, 0.95), (1.8, 6.9, 1.15, 1.0),
                         (-2.6, 5.4, 1.5, 0.9), (2.7, 5.2, 1.5, 0.95), (-1.35, 4.4, 0.85, 0.55),
                         (1.3, 4.5, 0.8, 0.5)):  # fmt: skip
        cx, cy = brush.at(x, ry * 0.85, z)
        unit = brush.focus / z
        tint = mix(leaf, brush.chance.choice(((150, 160, 84), (84, 124, 92))), 0.35)
        brush.leaves(cx, cy, rx * unit, ry * unit, tint, 95, brush.chance)
        for _ in range(16):
            angle = brush.chance.uniform(math.pi * 0.05, math.pi * 0.95)
            a, b = cx + math.cos(angle) * rx * unit * 0.85, cy - math.sin(angle) * ry * unit * 0.85
            reach = brush.chance.uniform(26, 74)
            tip = (a + math.cos(angle) * reach, b - math.sin(angle) * reach)
            brush.stroke([(a, b), tip], dark(tint, 0.2), 3)
            brush.oval(tip[0], tip[1], 9, 6, light(tint, 0.15))
            brush.oval((a + tip[0]) / 2, (b + tip[1]) / 2, 9, 6, tint)
    for _ in range(150):
        x, z = brush.chance.uniform(-4.4, 4.4), brush.chance.uniform(2.9, 4.8)
        a, b = brush.at(x, 0, z)
        reach = brush.chance.uniform(16, 52)
        if abs(x) > 0.7:
            brush.stroke(
                [(a, b), (a + brush.chance.uniform(-14, 14), b - reach)],
                mix(leaf, (190, 186, 110), brush.chance.random()),
                3,
            )


def _sitter(
    brush: Brush, x: float, z: float, back: bool, tone: Colour, looks: tuple[Colour, Colour], raised: bool
) -> None:
    """A neighbour on a stool, seen from in front or from behind."""
    unit = brush.focus / z
    cx, ground = brush.at(x, 0, z)
    skin, hair = looks
    brush.oval(cx, ground, unit * 0.36, unit * 0.09, (60, 40, 50), 60)

    def p(a: float, b: float) -> tuple[float, float]:
        return cx + a * unit, ground - b * unit

    wood: Colour = (150, 106, 74)
    for leg in (-0.16, 0.14):
        brush.shape([p(leg, 0), p(leg + 0.04, 0), p(leg + 0.03, 0.4), p(leg, 0.4)], dark(wood, 0.2))
    legs = mix(tone, (66, 66, 84), 0.65)
    if not back:
        for leg in (-0.17, 0.05):
            brush.panel(*p(leg, 0.48), *p(leg + 0.13, 0.05), legs, unit * 0.05)
            brush.panel(*p(leg - 0.02, 0.09), *p(leg + 0.14, 0), (60, 52, 54), unit * 0.04)
    brush.panel(*p(-0.23, 0.47), *p(0.23, 0.39), wood, unit * 0.03)
    brush.shape(
        [p(-0.2, 0.44), p(0.2, 0.44), p(0.24, 0.86), p(0.14, 0.97), p(-0.14, 0.97), p(-0.24, 0.86)], tone
    )
    brush.shape([p(0.06, 0.44), p(0.2, 0.44), p(0.24, 0.86), p(0.14, 0.97), p(0.1, 0.9)], dark(tone, 0.1))
    if raised:
        brush.stroke([p(0.2, 0.88), p(0.34, 1.02), p(0.33, 1.26)], dark(tone, 0.06), unit * 0.1)
        brush.oval(*p(0.33, 1.31), unit * 0.055, unit * 0.065, skin)
        brush.stroke([p(-0.21, 0.86), p(-0.27, 0.66), p(-0.12, 0.54)], dark(tone, 0.06), unit * 0.095)
    else:
        for hand in (-1, 1):
            brush.stroke(
                [p(0.21 * hand, 0.86), p(0.26 * hand, 0.64), p(0.1 * hand, 0.53)],
                dark(tone, 0.06),
                unit * 0.095,
            )
    brush.panel(*p(-0.05, 1.03), *p(0.05, 0.93), dark(skin, 0.12), unit * 0.02)
    brush.oval(*p(0, 1.13), unit * 0.125, unit * 0.145, hair if back else skin)
    if not back:
        x1, y1 = p(0, 1.15)
        box = [(x1 - unit * 0.132, y1 - unit * 0.14), (x1 + unit * 0.132, y1 + unit * 0.12)]
        brush.cap(*box[0], *box[1], hair)


def meeting(brush: Brush, after: bool) -> None:
    """Neighbours on stools under a tree; later, more of them, with tea on the table and hands up."""
    tone, other = brush.place.sample(FACADES, 2)
    sky(brush, (232, 190, 160), (252, 228, 188))
    for x, high, colour in ((-12, 13, tone), (2.5, 15, other), (9, 11, tone)):
        brush.front(x, x + 8, 0, high, 24, mix(colour, (244, 206, 168), 0.35))
        for storey in range(int(high / 2.6)):
            for bay in range(5):
                lit = brush.place.random() < 0.3
                left = x + 0.7 + bay * 1.45
                brush.front(left, left + 0.85, 0.9 + storey * 2.6, 2.2 + storey * 2.6, 24,
                            (255, 226, 150) if lit else (158, 162, 170))  # fmt: skip
    brush.fade(brush.at(0, 0, 24)[1], HEIGHT, (222, 198, 168), (186, 164, 140))
    brush.shadow(0, 6.8, 8.5, 4.4, 9)
    (cx, base), (_, top) = brush.at(-0.3, 0, 10.5), brush.at(-0.3, 4.0, 10.5)
    brush.shape([(cx - 34, base), (cx + 36, base), (cx + 18, top), (cx - 16, top)], (116, 88, 72))
    for reach, lift in ((-190, 70), (170, 96), (60, 150)):
        brush.stroke([(cx, (base + top) / 2 - 60), (cx + reach, top - lift + 90)], (116, 88, 72), 15)
    brush.leaves(cx, top - 40, 380, 165, (138, 150, 92), 190, brush.place)
    brush.box(-0.7, 0, 6.5, 1.4, 0.6, 0.8, (162, 118, 82))
    for number in range(5 if after else 2):
        a, b = brush.at(-0.55 + number * 0.27, 0.62, 6.75)
        brush.panel(a - 7, b - 15, a + 7, b, (240, 236, 226), 3)
    if after:
        a, b = brush.at(0.1, 0.62, 6.6)
        brush.shape([(a - 26, b + 2), (a + 20, b + 2), (a + 28, b - 10), (a - 14, b - 10)], (252, 250, 242))
    ring = [(angle, 2.1 + brush.place.uniform(-0.15, 0.15)) for angle in range(8, 360, 28)]
    people = []
    for number, (angle, away_from) in enumerate(ring):
        across, away = (
            math.cos(math.radians(angle)) * away_from * 1.22,
            6.9 + math.sin(math.radians(angle)) * away_from,
        )
        looks = brush.place.choice(SKIN), brush.place.choice(HAIR)
        people.append(
            (across, away, CLOTHES[(number * 3 + brush.place.randrange(2)) % len(CLOTHES)], looks, number)
        )
    for x, z, colour, looks, number in sorted(people, key=lambda one: -one[1]):
        if after or number % 3 != 1:
            _sitter(brush, x, z, z < 6.1, colour, looks, after and number in (2, 5, 9))
