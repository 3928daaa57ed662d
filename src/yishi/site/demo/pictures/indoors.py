"""Stairwell, leaking ceiling and lift hall. Invented places, drawn before and after somebody took care."""

import math

from .brush import Brush, Colour, dark, light, mix

WALLS: tuple[tuple[Colour, Colour], ...] = (
    ((240, 232, 214), (143, 178, 160)),
    ((238, 230, 220), (150, 172, 190)),
    ((244, 234, 210), (176, 168, 136)),
    ((236, 232, 226), (170, 190, 170)),
)
WOOD: Colour = (168, 120, 78)


def _room(
    brush: Brush, wall: Colour, dado: Colour, deep: float, half: float, high: float, tile: Colour
) -> None:
    """A plain hall in one-point perspective with a painted dado and tiles on the floor."""
    near = 1.2
    brush.floor(-half, half, near, deep, dark(wall, 0.05), high)
    brush.floor(-half, half, near, deep, tile)
    for line in range(int(deep * 2)):
        z = near + line * 0.6
        if z < deep:
            brush.stroke([brush.at(-half, 0, z), brush.at(half, 0, z)], dark(tile, 0.12), 1.4)
    steps = int(half * 2 / 0.6)
    for line in range(steps + 1):
        x = -half + line * 0.6
        brush.stroke([brush.at(x, 0, near), brush.at(x, 0, deep)], dark(tile, 0.12), 1.4)
    for x, tone in ((-half, dark(wall, 0.1)), (half, dark(wall, 0.16))):
        brush.side(x, 0, high, near, deep, tone)
        brush.side(x, 0, 1.15, near, deep, dark(dado, 0.1))
        brush.side(x, 1.15, 1.19, near, deep, dark(dado, 0.3))
    brush.front(-half, half, 0, high, deep, wall)
    brush.front(-half, half, 0, 1.15, deep, dado)
    brush.front(-half, half, 1.15, 1.19, deep, dark(dado, 0.25))
    brush.front(-half, half, 0, 0.1, deep, dark(dado, 0.35))


def _window(brush: Brush, x: float, x2: float, y: float, y2: float, z: float) -> None:
    brush.front(x - 0.06, x2 + 0.06, y - 0.06, y2 + 0.06, z, (250, 248, 240))
    brush.front(x, x2, y, y2, z, (186, 216, 226))
    left, top = brush.at(x, y2, z)
    right, bottom = brush.at(x2, y, z)
    brush.shape([(left, bottom), (left, bottom - 34), (left + 40, bottom - 56), (right, bottom - 30), (right, bottom)],
                (154, 186, 158))  # fmt: skip
    brush.oval(right - 44, bottom - 42, 34, 30, (136, 172, 138))
    brush.shape([(left + 18, top), (left + 52, top), (left + 12, bottom), (left, bottom), (left, top + 60)],
                (255, 255, 255), 60)  # fmt: skip
    middle = (x + x2) / 2
    brush.front(middle - 0.025, middle + 0.025, y, y2, z, (250, 248, 240))
    brush.front(x, x2, y + (y2 - y) * 0.62, y + (y2 - y) * 0.62 + 0.04, z, (250, 248, 240))
    brush.front(x - 0.12, x2 + 0.12, y - 0.13, y - 0.06, z, (226, 220, 206))


def _stairs(brush: Brush, step: Colour, rail: Colour) -> None:
    """A flight going up and away on the right, with its rail."""
    rise, run, first, left, right = 0.17, 0.3, 3.1, 0.35, 1.7
    for number in range(9, -1, -1):
        z, y = first + number * run, number * rise
        brush.floor(left, right, z, z + run, light(step, 0.15), y + rise)
        brush.front(left, right, y, y + rise, z, dark(step, 0.12))
        brush.front(left, right, y + rise - 0.035, y + rise, z, mix(step, (196, 150, 90), 0.5))
        brush.side(left, 0, y + rise, z, z + run, dark(step, 0.3))
    for number in range(10):
        z, y = first + number * run + 0.1, (number + 1) * rise
        brush.stroke([brush.at(left + 0.05, y, z), brush.at(left + 0.05, y + 0.86, z)], dark(rail, 0.25), 5)
    brush.stroke(
        [
            brush.at(left + 0.05, rise + 0.86, first),
            brush.at(left + 0.05, 10 * rise + 0.9, first + 9.4 * run),
        ],
        rail,
        15,
    )
    brush.stroke(
        [brush.at(left + 0.05, rise + 0.9, first), brush.at(left + 0.05, 10 * rise + 0.94, first + 9.4 * run)],
        light(rail, 0.3), 4,
    )  # fmt: skip


def _log(brush: Brush, x: float, y: float, z: float, radius: float, length: float) -> None:
    tone = mix(WOOD, (120, 84, 58), brush.chance.random() * 0.7)
    (cx, cy), (fx, fy) = brush.at(x, y, z), brush.at(x, y, z + length)
    near, far = brush.focus * radius / z, brush.focus * radius / (z + length)
    brush.shape([(cx - near, cy), (fx - far, fy), (fx, fy - far), (cx, cy - near)], tone)
    brush.shape([(cx, cy - near), (fx, fy - far), (fx + far, fy), (cx + near, cy)], dark(tone, 0.18))
    brush.oval(fx, fy, far, far, tone)
    brush.oval(cx, cy, near, near, dark(tone, 0.35))
    brush.oval(cx, cy, near * 0.86, near * 0.86, light((214, 172, 122), brush.chance.random() * 0.3))
    brush.ring(cx, cy, near * 0.58, near * 0.56, (190, 142, 92), 1.6)
    brush.oval(cx + near * 0.05, cy, near * 0.14, near * 0.14, (170, 122, 76))


def _firewood(brush: Brush) -> None:
    brush.shadow(-0.68, 4.1, 1.5, 1.3, 17)
    rows = ((4.5, 9), (3.95, 8))
    for z, wide in rows:
        for row in range(5):
            count = wide - row - (0 if z > 4 else 1)
            for number in range(count):
                radius = brush.chance.uniform(0.075, 0.098)
                x = -1.5 + row * 0.09 + number * 0.185 + brush.chance.uniform(-0.015, 0.015)
                _log(brush, x, 0.1 + row * 0.165, z + brush.chance.uniform(-0.05, 0.05), radius, 0.5)
    for _ in range(13):
        x = brush.chance.uniform(-1.35, -0.2)
        tone = mix(WOOD, (110, 80, 60), brush.chance.random())
        end = brush.at(x + brush.chance.uniform(-0.5, 0.6), brush.chance.uniform(0.85, 1.3), 4.2)
        brush.stroke([brush.at(x, 0.75, 4.1), end], dark(tone, 0.15), brush.chance.uniform(4, 8))
    brush.box(-0.3, 0, 3.6, 0.5, 0.36, 0.4, (196, 158, 108))
    brush.front(-0.08, -0.02, 0, 0.36, 3.6, (222, 200, 160))
    for _ in range(10):
        spot = brush.at(brush.chance.uniform(-1.3, 0.2), 0, brush.chance.uniform(3.2, 3.6))
        brush.stroke([spot, (spot[0] + brush.chance.uniform(-26, 26), spot[1] + 5)], dark(WOOD, 0.1), 3.5)


def _pot(brush: Brush, x: float, z: float) -> None:
    brush.shadow(x, z, 0.55, 0.5, 13)
    (cx, base), (_, top) = brush.at(x, 0, z), brush.at(x, 0.34, z)
    brush.shape([(cx - 40, top), (cx + 40, top), (cx + 29, base), (cx - 29, base)], (188, 112, 82))
    brush.panel(cx - 45, top - 10, cx + 45, top + 6, (204, 130, 98), 4)
    for number in range(11):
        angle = math.pi * (0.1 + 0.8 * number / 10)
        tip = (cx - math.cos(angle) * 98, top - 30 - math.sin(angle) * 120)
        bend = (cx - math.cos(angle) * 36, top - 62)
        tone = mix((92, 140, 92), (130, 172, 108), number % 3 / 2)
        brush.shape([(cx, top), (bend[0] - 13, bend[1]), tip, (bend[0] + 13, bend[1] + 7)], tone)


def stairwell(brush: Brush, after: bool) -> None:
    """A landing with firewood up to the chest; then swept, with a plant in the light."""
    wall, dado = brush.place.choice(WALLS)
    tile = brush.place.choice(((206, 198, 186), (198, 200, 198), (212, 200, 178)))
    rail = brush.place.choice(((150, 84, 58), (96, 116, 120), (128, 96, 70)))
    _room(brush, wall, dado, 6.0, 1.7, 2.9, tile)
    _window(brush, -1.15, -0.05, 1.35, 2.45, 6.0)
    brush.face(
        [(-1.1, 0, 5.9), (-0.1, 0, 5.9), (0.3, 0, 2.9), (-1.15, 0, 2.9)],
        (255, 246, 214),
        46 if not after else 96,
    )
    brush.side(-1.7, 1.3, 1.75, 3.2, 3.9, (226, 222, 212))
    brush.side(-1.7, 1.35, 1.7, 3.26, 3.84, (176, 188, 190))
    _stairs(brush, (186, 178, 166), rail)
    if after:
        _pot(brush, -1.2, 4.6)
    else:
        _firewood(brush)
        brush.shape([(0, 0), (1200, 0), (1200, 900), (0, 900)], (70, 58, 66), 26)


def _stain(brush: Brush, x: float, y: float, size: float) -> None:
    for ring in range(5):
        spots = []
        for number in range(26):
            angle = math.tau * number / 26
            reach = size * (1 - ring * 0.17) * brush.chance.uniform(0.86, 1.1)
            spots.append((x + math.cos(angle) * reach * 1.6, y + math.sin(angle) * reach * 0.52))
        brush.shape(spots, ((176, 140, 92), (162, 124, 78), (190, 160, 118))[ring % 3], 46)


def leak(brush: Brush, after: bool) -> None:
    """A corner of a room: stain, drops and a full bucket; then fresh paint, dry, and the chair back in its place."""
    wall = brush.place.choice(((228, 222, 206), (214, 222, 216), (232, 218, 206), (216, 220, 228)))
    boards = brush.place.choice(((176, 138, 100), (158, 128, 98), (188, 152, 112)))
    near, deep, half, high = 1.2, 4.8, 2.4, 2.75
    brush.floor(-half, half, near, deep, light(wall, 0.5), high)
    brush.floor(-half, half, near, deep, boards)
    for number in range(15):
        x = -half + number * 0.3
        brush.stroke([brush.at(x, 0, near), brush.at(x, 0, deep)], dark(boards, 0.16), 2)
    brush.side(-half, 0, high, near, deep, dark(wall, 0.08))
    brush.side(half, 0, high, near, deep, dark(wall, 0.15))
    brush.front(-half, half, 0, high, deep, wall)
    brush.front(-half, half, 0, 0.11, deep, light(wall, 0.6))
    brush.front(-half, half, high - 0.08, high, deep, light(wall, 0.6))
    _window(brush, 0.35, 1.5, 1.05, 2.15, deep)
    brush.front(0.14, 0.42, 0.5, 2.35, deep - 0.02, (196, 128, 104))
    brush.front(1.46, 1.74, 0.5, 2.35, deep - 0.02, (196, 128, 104))
    for number in range(3):
        for x in (0.2, 1.52):
            spot = x + number * 0.08
            brush.front(spot, spot + 0.02, 0.5, 2.35, deep - 0.03, (172, 106, 86))
    brush.front(0.06, 1.82, 2.33, 2.39, deep - 0.03, (138, 98, 70))
    brush.shadow(1.2, 4.1, 1.3, 0.7, 11)
    brush.box(0.7, 0.42, 3.9, 1.05, 0.08, 0.5, (150, 108, 76))
    for x in (0.72, 1.67):
        brush.box(x, 0, 3.92, 0.06, 0.42, 0.06, (128, 90, 64))
    brush.box(1.3, 0.5, 4.0, 0.22, 0.2, 0.2, (120, 150, 160))
    stain = brush.at(-0.9, high, 3.6)
    if not after:
        _stain(brush, stain[0], stain[1], 140)
        _stain(brush, stain[0] + 170, stain[1] + 34, 62)
        run = brush.at(-1.0, high, deep)
        edge = [(run[0] + number * 14 - 150, run[1] + brush.chance.uniform(16, 66)) for number in range(22)]
        brush.shape([(run[0] - 150, run[1]), *edge, (run[0] + 150, run[1])], (172, 142, 100), 80)
        for _ in range(6):
            x, wide = run[0] + brush.chance.uniform(-120, 110), brush.chance.uniform(5, 11)
            length = brush.chance.uniform(90, 260)
            brush.shape([(x, run[1]), (x + wide, run[1]), (x + wide * 0.6, run[1] + length), (x + 2, run[1] + length)],
                        (164, 134, 96), 70)  # fmt: skip
        for _ in range(8):
            x, y = stain[0] + brush.chance.uniform(-70, 60), brush.chance.uniform(stain[1] + 70, 600)
            brush.shape([(x, y - 13), (x + 5, y), (x - 5, y)], (126, 170, 196))
            brush.oval(x, y + 1, 5.4, 6, (126, 170, 196))
        x, y = brush.at(-0.85, 0, 3.7)
        brush.oval(x + 20, y, 190, 44, (150, 190, 206), 110)
        brush.oval(x + 120, y + 24, 90, 24, (150, 190, 206), 110)
    (cx, base), (_, top) = brush.at(-0.9, 0, 3.7), brush.at(-0.9, 0.38, 3.7)
    if not after:
        brush.shadow(-0.9, 3.7, 0.7, 0.6, 13)
        brush.stroke(
            [(cx - 66, top), (cx - 40, top - 52), (cx + 40, top - 52), (cx + 66, top)], (120, 124, 130), 5
        )
        brush.shape([(cx - 68, top), (cx + 68, top), (cx + 50, base), (cx - 50, base)], (206, 96, 82))
        brush.shape([(cx + 30, top), (cx + 68, top), (cx + 50, base), (cx + 24, base)], (176, 76, 68))
        brush.oval(cx, base, 50, 12, (190, 86, 74))
        brush.oval(cx, top, 68, 18, (226, 124, 106))
        brush.oval(cx, top + 3, 59, 13, (140, 184, 204))
        brush.ring(cx, top + 3, 26, 6, (210, 232, 238), 2)
    else:
        brush.shadow(-1.1, 3.9, 1.3, 0.9, 12)
        brush.box(-1.6, 0.05, 3.5, 0.95, 0.37, 0.75, (112, 140, 132))
        brush.box(-1.6, 0.42, 4.1, 0.95, 0.48, 0.16, (124, 152, 144))
        brush.box(-1.7, 0.05, 3.5, 0.14, 0.55, 0.75, (98, 126, 120))
        brush.box(-0.69, 0.05, 3.5, 0.14, 0.55, 0.75, (98, 126, 120))
        brush.face([(0.4, 0, 4.7), (1.4, 0, 4.7), (0.9, 0, 2.4), (-0.3, 0, 2.4)], (255, 244, 208), 80)
    if not after:
        brush.shape([(0, 0), (1200, 0), (1200, 900), (0, 900)], (64, 70, 90), 30)


def _doors(brush: Brush, x: float, steel: Colour, gap: float) -> None:
    """One lift: frame, two leaves and what one sees between them."""
    deep, wide, high = 4.6, 1.1, 2.15
    brush.front(x - 0.13, x + wide + 0.13, 0, high + 0.13, deep, dark(steel, 0.35))
    brush.front(x, x + wide, 0, high, deep - 0.01, (40, 42, 52))
    if gap:
        middle = x + wide / 2
        brush.front(middle - gap, middle + gap, 0, high, deep - 0.01, (66, 62, 66))
        brush.front(middle - gap, middle + gap, 0, 0.5, deep - 0.01, (48, 46, 52))
    for left, right in ((x, x + wide / 2 - gap), (x + wide / 2 + gap, x + wide)):
        brush.front(left, right, 0, high, deep - 0.02, steel)
        brush.front(left + 0.05, left + 0.12, 0, high, deep - 0.02, light(steel, 0.45), 120)
        brush.front(right - 0.1, right - 0.02, 0, high, deep - 0.02, dark(steel, 0.15), 130)
    brush.front(x, x + wide, -0.0, 0.03, deep - 0.03, (150, 140, 116))


def _cone(brush: Brush, x: float, z: float) -> None:
    brush.shadow(x, z, 0.5, 0.42, 13)
    (cx, base), (_, top) = brush.at(x, 0, z), brush.at(x, 0.62, z)
    brush.shape(
        [(cx - 52, base + 8), (cx + 52, base + 8), (cx + 42, base - 12), (cx - 42, base - 12)], (176, 74, 48)
    )
    high = base - 8 - top
    for low, up, tone in (
        (0, 0.34, (226, 104, 62)),
        (0.34, 0.58, (246, 240, 228)),
        (0.58, 1, (226, 104, 62)),
    ):
        half_low, half_up = 36 * (1 - low) + 5, 36 * (1 - up) + 5
        y, y2 = base - 8 - high * low, base - 8 - high * up
        brush.shape([(cx - half_low, y), (cx + half_low, y), (cx + half_up, y2), (cx - half_up, y2)], tone)


def lift(brush: Brush, after: bool) -> None:
    """A lift hall: panel dark, door stuck, cones before it; then lit, closed and open to all."""
    wall = brush.place.choice(((226, 218, 204), (214, 216, 212), (228, 214, 196)))
    dado = mix(wall, brush.place.choice(((150, 120, 96), (110, 128, 136), (134, 120, 104))), 0.55)
    steel = brush.place.choice(((176, 184, 190), (188, 180, 166), (168, 178, 182)))
    _room(brush, wall, dado, 4.6, 2.35, 2.85, (204, 200, 192))
    for x in (-1.1, 1.1):
        left, right = brush.at(x - 0.3, 2.85, 3.2), brush.at(x + 0.3, 2.85, 3.2)
        brush.oval((left[0] + right[0]) / 2, left[1], 96, 14, (255, 252, 236) if after else (226, 220, 204))
    _doors(brush, -1.75, steel, 0)
    _doors(brush, 0.65, steel, 0 if after else 0.13)
    for number, x in enumerate((-1.75, 0.65)):
        works = after or number == 0
        brush.front(x + 0.33, x + 0.77, 2.36, 2.56, 4.58, (34, 36, 44))
        middle, y = brush.at(x + 0.55, 2.46, 4.58)
        if works:
            brush.shape([(middle - 24, y + 9), (middle - 10, y - 10), (middle + 4, y + 9)], (112, 214, 150))
            brush.panel(middle + 13, y - 10, middle + 17, y + 10, (112, 214, 150), 2)
            brush.panel(middle + 22, y - 10, middle + 26, y + 10, (112, 214, 150), 2)
        else:
            brush.stroke([(middle - 16, y), (middle + 16, y)], (110, 60, 56), 3)
    brush.front(-0.32, 0.32, 0.95, 1.75, 4.58, (196, 200, 204))
    brush.front(-0.28, 0.28, 0.99, 1.71, 4.57, (214, 218, 220) if after else (146, 146, 150))
    middle, y = brush.at(0, 1.5, 4.57)
    brush.panel(middle - 36, y - 26, middle + 36, y + 16, (30, 34, 42), 4)
    if after:
        brush.shape([(middle - 20, y + 4), (middle - 8, y - 14), (middle + 4, y + 4)], (112, 214, 150))
        brush.panel(middle + 12, y - 14, middle + 17, y + 5, (112, 214, 150), 2)
    else:
        brush.stroke([(middle - 30, y - 20), (middle - 4, y - 2), (middle + 4, y - 12), (middle + 28, y + 12)],
                     (126, 132, 140), 2)  # fmt: skip
    for number in range(2):
        spot = y + 46 + number * 38
        brush.oval(middle, spot, 15, 15, (160, 164, 170))
        brush.oval(middle, spot, 11, 11, (255, 214, 140) if after else (96, 94, 98))
    if after:
        brush.face([(0.6, 0, 4.5), (1.8, 0, 4.5), (1.5, 0, 2.2), (0.2, 0, 2.2)], (255, 250, 228), 60)
        _pot(brush, 2.0, 4.1)
    else:
        wire = [
            brush.at(0.2, 1.02, 4.56),
            brush.at(0.3, 0.8, 4.5),
            brush.at(0.16, 0.62, 4.5),
            brush.at(0.26, 0.5, 4.5),
        ]
        brush.stroke(wire, (70, 66, 72), 4)
        brush.front(0.5, 1.9, 0.86, 0.94, 3.9, (232, 190, 84))
        for number in range(7):
            x = 0.52 + number * 0.2
            brush.face(
                [(x, 0.86, 3.89), (x + 0.09, 0.86, 3.89), (x + 0.15, 0.94, 3.89), (x + 0.06, 0.94, 3.89)],
                (52, 48, 50),
            )
        _cone(brush, 0.5, 3.9)
        _cone(brush, 1.9, 3.9)
        brush.shape([(0, 0), (1200, 0), (1200, 900), (0, 900)], (60, 56, 74), 34)
