"""Fire lane, path and lamp. Invented places, drawn before and after somebody took care."""

from itertools import pairwise

from .brush import HEIGHT, WIDTH, Brush, Colour, dark, light, mix

FACADES: tuple[Colour, ...] = ((226, 206, 182), (212, 196, 188), (200, 206, 206), (222, 198, 176))
CARS: tuple[Colour, ...] = ((196, 82, 74), (86, 118, 156), (232, 230, 224), (92, 100, 108), (176, 152, 108))
LEAF: tuple[Colour, ...] = ((118, 156, 104), (132, 164, 98), (104, 146, 112))


def house(brush: Brush, x: float, z: float, z2: float, high: float, tone: Colour, lit: float = -1.0) -> None:
    """A row of flats standing along the lane at `x`: windows with curtains, or lit ones at night."""
    brush.side(x, 0, high, z, z2, tone)
    brush.side(x, 0, 0.7, z, z2, dark(tone, 0.18))
    storeys, bays = int(high / 2.9), max(1, int((z2 - z) / 2.6))
    for storey in range(storeys):
        y = 1.0 + storey * 2.9
        brush.side(x, y + 2.05, y + 2.13, z, z2, dark(tone, 0.1))
        for bay in range(bays):
            near = z + 0.7 + bay * (z2 - z) / bays
            far = near + 1.35
            glass: Colour = (150, 178, 190)
            if lit >= 0:
                glass = (250, 206, 128) if brush.place.random() < lit else (44, 52, 82)
            brush.side(
                x,
                y - 0.06,
                y + 1.46,
                near - 0.07,
                far + 0.07,
                light(tone, 0.5) if lit < 0 else dark(tone, 0.1),
            )
            brush.side(x, y, y + 1.4, near, far, glass)
            if lit < 0 and brush.place.random() < 0.6:
                brush.side(x, y, y + 1.4, near, near + 0.5, mix(glass, (240, 226, 206), 0.6))
            brush.side(
                x, y, y + 1.4, near + 0.66, near + 0.71, light(tone, 0.5) if lit < 0 else dark(tone, 0.2)
            )


def tree(brush: Brush, x: float, z: float, high: float, tone: Colour, count: int = 60) -> None:
    (cx, base), (_, top) = brush.at(x, 0, z), brush.at(x, high, z)
    span = base - top
    brush.shape([(cx - span * 0.03, base), (cx + span * 0.03, base), (cx + span * 0.018, top),
                 (cx - span * 0.018, top)], (122, 96, 80))  # fmt: skip
    brush.stroke(
        [(cx, base - span * 0.45), (cx + span * 0.14, base - span * 0.66)], (122, 96, 80), span * 0.02
    )
    brush.leaves(cx, top + span * 0.12, span * 0.34, span * 0.36, tone, count, brush.place)


def sky(brush: Brush, top: Colour = (168, 202, 220), low: Colour = (244, 234, 216)) -> None:
    brush.fade(0, brush.horizon, top, low)
    for _ in range(3):
        x, y = brush.place.uniform(100, 1100), brush.place.uniform(40, brush.horizon * 0.55)
        for _ in range(5):
            brush.oval(
                x + brush.place.uniform(-70, 70), y + brush.place.uniform(-9, 9), 62, 15, (255, 252, 244), 120
            )


def _skyline(brush: Brush, tone: Colour) -> None:
    x = -20.0
    while x < WIDTH:
        wide, high = brush.place.uniform(60, 130), brush.place.uniform(30, 110)
        brush.panel(
            x,
            brush.horizon - high,
            x + wide,
            brush.horizon + 4,
            mix(tone, (240, 234, 222), brush.place.random() * 0.5),
        )
        x += wide + brush.place.uniform(-10, 16)


def _car(brush: Brush, x: float, z: float, tone: Colour) -> None:
    """A parked car seen from behind: body, glasshouse, lamps, wheels."""
    wide, deep = 1.76, 3.9
    brush.shadow(x + wide / 2, z + deep / 2, wide + 0.7, deep + 0.6, 20)
    for wheel in (x + 0.06, x + wide - 0.3):
        brush.box(wheel, 0, z + 0.35, 0.24, 0.56, 0.6, (46, 46, 52))
    for y, high, inset in ((0.26, 0.62, 0.0),):
        brush.box(x + inset, y, z, wide - inset * 2, high, deep, tone)
    roof, sill, pull = 1.46, 0.88, 0.2
    back, front = z + 0.18, z + 2.7
    left, right = x, x + wide
    brush.face([(left + pull, roof, back + 0.4), (right - pull, roof, back + 0.4),
                (right - pull, roof, front - 0.5), (left + pull, roof, front - 0.5)], light(tone, 0.12))  # fmt: skip
    for edge, inner in ((left, left + pull), (right, right - pull)):
        if (edge == left) == (x + wide / 2 > 0):
            brush.face([(edge, sill, back), (inner, roof, back + 0.4), (inner, roof, front - 0.5), (edge, sill, front)],
                       dark(tone, 0.25))  # fmt: skip
            brush.face([(edge, sill + 0.06, back + 0.3), (inner, roof - 0.08, back + 0.6),
                        (inner, roof - 0.08, front - 0.7), (edge, sill + 0.06, front - 0.3)], (70, 84, 98))  # fmt: skip
    brush.face([(left, sill, back), (right, sill, back), (right - pull, roof, back + 0.4),
                (left + pull, roof, back + 0.4)], dark(tone, 0.08))  # fmt: skip
    brush.face([(left + 0.16, sill + 0.06, back + 0.02), (right - 0.16, sill + 0.06, back + 0.02),
                (right - pull - 0.1, roof - 0.07, back + 0.36), (left + pull + 0.1, roof - 0.07, back + 0.36)],
               (86, 104, 120))  # fmt: skip
    brush.face([(left + 0.3, sill + 0.06, back + 0.02), (left + 0.7, sill + 0.06, back + 0.02),
                (left + 0.86, roof - 0.07, back + 0.36), (left + 0.5, roof - 0.07, back + 0.36)],
               (220, 232, 236), 50)  # fmt: skip
    brush.front(left, right, 0.26, 0.42, z - 0.01, dark(tone, 0.35))
    for lamp in (left + 0.05, right - 0.37):
        brush.front(
            lamp, lamp + 0.32, 0.62, 0.78, z - 0.01, (214, 70, 62) if tone != CARS[0] else (250, 180, 150)
        )
    brush.front(x + 0.62, x + wide - 0.62, 0.5, 0.64, z - 0.01, (110, 150, 190))
    brush.front(left, right, 0.84, 0.87, z - 0.01, light(tone, 0.3))


def firelane(brush: Brush, after: bool) -> None:
    """A lane between two houses: cars on the worn lines; then fresh yellow, empty, with bollards."""
    tone, other = brush.place.sample(FACADES, 2)
    asphalt: Colour = (142, 142, 146)
    sky(brush)
    _skyline(brush, (186, 196, 204))
    brush.fade(brush.horizon, HEIGHT, mix(asphalt, (220, 214, 204), 0.35), asphalt)
    brush.floor(-40, -3.5, 2.2, 90, (196, 190, 178))
    brush.floor(3.5, 40, 2.2, 90, (196, 190, 178))
    brush.floor(3.7, 6.0, 2.2, 60, (152, 176, 122))
    house(brush, 6.2, 9, 44, 18, tone)
    house(brush, -5.2, 7, 40, 18, other)
    for z in (30, 20, 13, 8.6):
        tree(brush, 4.8, z, 4.6, brush.place.choice(LEAF), 50)
        x, y = brush.at(4.8, 0, z)
        brush.oval(x, y, 900 / z, 190 / z, (140, 164, 112))
    brush.floor(-3.6, -3.46, 2.2, 60, (226, 220, 208), 0.02)
    brush.floor(3.46, 3.6, 2.2, 60, (226, 220, 208), 0.02)
    yellow: Colour = (244, 196, 66)
    paint, alpha = (yellow, 255) if after else (mix(yellow, asphalt, 0.35), 120)
    for left in (-2.5, 2.36):
        brush.floor(left, left + 0.14, 4.0, 40, paint, 0, alpha)
    for z in (4.0, 12.0, 22.0, 39.7):
        brush.floor(-2.5, 2.5, z, z + 0.16, paint, 0, alpha)
    for number in range(16):
        z = 4.4 + number * 0.95 + number * number * 0.06
        brush.face(
            [(-2.3, 0, z), (2.3, 0, z + 1.1), (2.3, 0, z + 1.26), (-2.3, 0, z + 0.16)],
            paint,
            alpha - 40 if not after else 220,
        )
    brush.face([(-3.4, 0, 40), (0.2, 0, 40), (-1.2, 0, 3.4), (-3.4, 0, 3.4)], (60, 56, 84), 42)
    if not after:
        tones = brush.chance.sample(CARS, 5)
        for z, x, tone in ((24, -2.3, tones[4]), (17.5, 0.4, tones[3]), (12.8, -2.2, tones[2]), (9.2, 0.5, tones[1]),
                           (6.4, -2.1, tones[0])):  # fmt: skip
            _car(brush, x + brush.chance.uniform(-0.15, 0.15), z, tone)
        return
    for z in (20.0, 12.0, 7.4):
        for x in (-3.1, 3.0):
            brush.shadow(x, z, 0.34, 0.3, 18)
            (cx, base), (_, top) = brush.at(x, 0, z), brush.at(x, 0.8, z)
            half, span = 52 / z, base - top
            brush.panel(cx - half, top, cx + half, base, (222, 104, 66), half)
            for low in (0.3, 0.62):
                brush.panel(
                    cx - half, top + span * low, cx + half, top + span * (low + 0.13), (250, 246, 236)
                )


def pavement(brush: Brush, after: bool) -> None:
    """A tiled path with cracks and a hole; then laid anew."""
    tile = brush.place.choice(((204, 184, 160), (190, 186, 178), (208, 176, 156)))
    sky(brush)
    _skyline(brush, (190, 204, 196))
    brush.fade(brush.horizon, HEIGHT, (172, 192, 140), (134, 164, 108))
    for x, z in ((-6.5, 17), (5.8, 15), (-4.9, 11), (5.0, 9.4)):
        brush.shadow(x, z, 3.2, 1.6, 14)
        tree(brush, x, z, 4.4, brush.place.choice(LEAF), 60)
    for x, side in ((-2.5, -2.3), (2.3, 2.5)):
        brush.floor(x, side, 2.2, 40, (226, 220, 206))
    brush.floor(-2.3, 2.3, 2.2, 40, tile)
    size, rows = 0.575, 34
    for row in range(rows):
        z = 2.4 + row * size
        for column in range(8):
            x = -2.3 + column * size
            shade = brush.place.random() * 0.16
            brush.floor(x + 0.012, x + size - 0.012, z + 0.012, z + size - 0.012,
                        dark(tile, shade * 0.7) if (row + column) % 2 else light(tile, shade))  # fmt: skip
    if not after:
        for _ in range(16):
            row, column = brush.chance.randrange(0, 14), brush.chance.randrange(0, 8)
            x, z, lift = -2.3 + column * size, 2.4 + row * size, brush.chance.uniform(0.02, 0.07)
            brush.floor(x, x + size, z, z + size, dark(tile, 0.55))
            tilted = [
                (x + 0.03, 0, z + 0.05),
                (x + size - 0.05, lift, z + 0.03),
                (x + size - 0.02, lift, z + size - 0.04),
                (x + 0.05, 0, z + size),
            ]
            brush.face(tilted, dark(tile, brush.chance.uniform(0.05, 0.25)))
        for start in (-1.6, 0.4, 1.4):
            x, z, spots = start, 2.6, []
            while z < 11:
                spots.append(brush.at(x, 0, z))
                x, z = x + brush.chance.uniform(-0.28, 0.28), z + brush.chance.uniform(0.22, 0.6)
            for near, (one, two) in enumerate(pairwise(spots)):
                brush.stroke([one, two], (78, 66, 62), max(1.5, 9 - near * 0.6))
        x, y = brush.at(-0.2, 0, 4.5)
        rim = (
            (-165, 0),
            (-120, -40),
            (-30, -58),
            (80, -48),
            (160, -18),
            (150, 30),
            (60, 56),
            (-60, 58),
            (-130, 36),
        )
        rough = brush.chance.uniform
        hole = [(x + across * rough(0.9, 1.1), y + down * rough(0.9, 1.1)) for across, down in rim]
        brush.shape([(a, b - 5) for a, b in hole], dark(tile, 0.3))
        brush.shape(hole, (98, 84, 74))
        brush.oval(x + 14, y + 12, 98, 26, (140, 164, 176))
        brush.oval(x + 34, y + 8, 42, 8, (196, 214, 220), 150)
        for _ in range(16):
            a, b = x + brush.chance.uniform(-240, 240), y + brush.chance.uniform(-70, 100)
            size_ = brush.chance.uniform(5, 13)
            brush.shape([(a - size_, b), (a - size_ * 0.2, b - size_ * 0.7), (a + size_, b + 1), (a, b + size_ * 0.5)],
                        dark(tile, brush.chance.uniform(0.15, 0.4)))  # fmt: skip
    else:
        for column in (3, 4):
            brush.floor(-2.3 + column * size, -2.3 + (column + 1) * size, 2.4, 24, (232, 196, 96), 0, 150)
            for line in range(3):
                x = -2.3 + column * size + 0.13 + line * 0.15
                brush.floor(x, x + 0.05, 2.4, 24, (206, 166, 70))
    brush.face([(-2.3, 0, 10), (2.3, 0, 7.6), (2.3, 0, 9.0), (-2.3, 0, 12.2)], (52, 64, 74), 40)


def lamp(brush: Brush, after: bool) -> None:
    """A path at night with the lamps out; then the same path, lit."""
    brush.fade(0, brush.horizon, (28, 36, 68), (86, 92, 128))
    for _ in range(34):
        x, y = brush.place.uniform(0, WIDTH), brush.place.uniform(0, brush.horizon * 0.62)
        brush.oval(x, y, 1.7, 1.7, (232, 232, 220), brush.place.randrange(80, 220))
    moon = brush.place.uniform(250, 480)
    brush.oval(moon, 120, 34, 34, (246, 236, 204))
    brush.oval(moon + 15, 111, 31, 31, (37, 45, 77))
    _skyline(brush, (58, 64, 98))
    ground: Colour = (78, 82, 100) if after else (52, 56, 78)
    brush.fade(brush.horizon, HEIGHT, mix(ground, (60, 64, 92), 0.4), dark(ground, 0.2))
    house(brush, 5.4, 6.5, 40, 17.4, (70, 72, 98), 0.3)
    for z in (30.0, 19.0, 13.0):
        tree(brush, -5.6, z, 5.2, (58, 84, 86), 60)
    path: Colour = (120, 114, 112) if after else (74, 76, 94)
    brush.floor(-1.9, 2.3, 2.2, 60, path)
    for number in range(26):
        z = 3.2 + number * 0.9 + number * number * 0.05
        brush.stroke([brush.at(-1.9, 0, z), brush.at(2.3, 0, z)], dark(path, 0.2), max(1, 8 / z))
    for edge in (-1.98, 2.3):
        brush.floor(edge, edge + 0.1, 2.2, 60, light(path, 0.15))
    for x, z in ((-2.6, 26), (-2.6, 15), (-2.6, 8.0)):
        cx, base = brush.at(x, 0, z)
        top = brush.at(x, 4.1, z)[1]
        arm = brush.at(x + 0.9, 4.1, z)
        if after:
            px, py = brush.at(x + 1.4, 0, z)
            brush.glow(px, py, 3600 / z, 760 / z, (255, 214, 138), 13)
            brush.shape([(arm[0] - 130 / z, top), (arm[0] + 130 / z, top), (px + 2300 / z, py), (px - 2100 / z, py)],
                        (255, 220, 150), 34)  # fmt: skip
            brush.shape([(arm[0] - 130 / z, top), (arm[0] + 130 / z, top), (px + 1300 / z, py), (px - 1200 / z, py)],
                        (255, 226, 160), 30)  # fmt: skip
        brush.oval(cx, base, 150 / z, 34 / z, (34, 36, 56))
        brush.panel(cx - 46 / z, top, cx + 46 / z, base, (30, 34, 52), 4)
        brush.panel(cx - 80 / z, base - 260 / z, cx + 80 / z, base, (30, 34, 52), 3)
        brush.stroke([(cx, top + 60 / z), (cx + 30 / z, top), (arm[0], arm[1])], (30, 34, 52), 62 / z)
        brush.panel(
            arm[0] - 230 / z, arm[1] - 60 / z, arm[0] + 190 / z, arm[1] + 50 / z, (38, 42, 62), 20 / z
        )
        if after:
            brush.glow(arm[0] - 20 / z, arm[1] + 70 / z, 700 / z, 700 / z, (255, 226, 160), 12)
            brush.panel(
                arm[0] - 190 / z, arm[1] + 34 / z, arm[0] + 150 / z, arm[1] + 80 / z, (255, 246, 214), 20 / z
            )
        else:
            brush.panel(
                arm[0] - 190 / z, arm[1] + 38 / z, arm[0] + 150 / z, arm[1] + 70 / z, (88, 92, 110), 16 / z
            )
    if not after:
        cx, top = brush.at(-1.7, 4.1, 8.0)
        brush.stroke(
            [(cx - 20, top + 9), (cx - 6, top + 34), (cx - 16, top + 46), (cx - 4, top + 64)],
            (24, 26, 40),
            2.5,
        )
        brush.shape([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], (16, 18, 40), 56)
