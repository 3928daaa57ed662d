"""A small brush over Pillow: flat colours in a true perspective, drawn at twice the size and reduced for smooth
edges, with a little grain. Every picture made with it is invented; nothing is a photograph of a real place."""

import io
import random
from functools import cache

from PIL import Image, ImageChops, ImageDraw

WIDTH, HEIGHT, _TWICE = 1200, 900, 2
Colour = tuple[int, int, int]
Spot = tuple[float, float]
Point = tuple[float, float, float]  # metres: right, up, away from the eye


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def dark(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, (40, 38, 58), share)


def light(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, (255, 250, 238), share)


@cache
def _lens() -> Image.Image:
    """A little grain everywhere and slightly darker corners; middle grey changes nothing."""
    tile = Image.effect_noise((300, 225), 6)
    grain = Image.new("L", (WIDTH, HEIGHT))
    for column in range(4):
        for row in range(4):
            turned = tile if (column + row) % 2 else tile.transpose(Image.Transpose.ROTATE_180)
            grain.paste(turned, (column * 300, row * 225))
    small = Image.radial_gradient("L").resize((WIDTH, HEIGHT))
    edges = small.point([255 - round(max(0, value - 120) * 0.42) for value in range(256)])
    return Image.merge("RGB", [ImageChops.multiply(grain, edges)] * 3)


class Brush:
    """One picture in the making. The eye stands `eye` metres above the ground and looks at `horizon`."""

    def __init__(self, seed: int, paper: Colour, horizon: float = 400, eye: float = 1.6, focus: float = 950):
        self.image = Image.new("RGB", (WIDTH * _TWICE, HEIGHT * _TWICE), paper)
        self.pen = ImageDraw.Draw(self.image)  # covers: several times faster than the veil
        self.veil = ImageDraw.Draw(self.image, "RGBA")  # lets what is below shine through
        self.horizon, self.eye, self.focus = horizon, eye, focus
        self.place = random.Random(seed)  # noqa: S311  what stays the same before and after
        self.chance = random.Random(seed + 1)  # noqa: S311  what is gone afterwards

    # --- flat shapes, in picture points ---

    def shape(self, spots: list[Spot], colour: Colour, alpha: int = 255) -> None:
        wide = [(x * _TWICE, y * _TWICE) for x, y in spots]
        if alpha == 255:
            self.pen.polygon(wide, fill=colour)
        else:
            self.veil.polygon(wide, fill=(*colour, alpha))

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: int = 255) -> None:
        box = [(x - rx) * _TWICE, (y - ry) * _TWICE, (x + rx) * _TWICE, (y + ry) * _TWICE]
        if alpha == 255:
            self.pen.ellipse(box, fill=colour)
        else:
            self.veil.ellipse(box, fill=(*colour, alpha))

    def cap(self, x: float, y: float, x2: float, y2: float, colour: Colour) -> None:
        """The upper part of an oval."""
        self.pen.pieslice([x * _TWICE, y * _TWICE, x2 * _TWICE, y2 * _TWICE], 185, 355, fill=colour)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: Colour, width: float) -> None:
        box = [(x - rx) * _TWICE, (y - ry) * _TWICE, (x + rx) * _TWICE, (y + ry) * _TWICE]
        self.pen.ellipse(box, outline=colour, width=max(1, round(width * _TWICE)))

    def panel(self, x: float, y: float, x2: float, y2: float, colour: Colour, round_by: float = 0) -> None:
        self.pen.rounded_rectangle(
            [x * _TWICE, y * _TWICE, x2 * _TWICE, y2 * _TWICE], round_by * _TWICE, fill=colour
        )

    def stroke(self, spots: list[Spot], colour: Colour, width: float = 2, alpha: int = 255) -> None:
        wide = [(x * _TWICE, y * _TWICE) for x, y in spots]
        thick = max(1, round(width * _TWICE))
        if alpha == 255:
            self.pen.line(wide, fill=colour, width=thick, joint="curve")
        else:
            self.veil.line(wide, fill=(*colour, alpha), width=thick, joint="curve")

    def fade(self, y: float, y2: float, top: Colour, bottom: Colour) -> None:
        """A band across the whole picture, from one colour to the other."""
        low, high = round(y * _TWICE), round(y2 * _TWICE)
        for row in range(low, high, 6):
            colour = mix(top, bottom, (row - low) / max(1, high - low))
            self.pen.rectangle([0, row, WIDTH * _TWICE, min(row + 5, high)], fill=colour)

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour, strength: int = 10) -> None:
        for step in range(9, 0, -1):
            self.oval(x, y, rx * step / 9, ry * step / 9, colour, strength)

    def leaves(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, count: int, rng: random.Random
    ) -> None:
        """A crown or bush: many small ovals, darker below and lighter above."""
        for _ in range(count):
            across, down = rng.uniform(-1, 1), rng.uniform(-1, 1)
            if across * across + down * down > 1:
                across, down = across * 0.6, down * 0.6
            size = rng.uniform(0.16, 0.32) * min(rx, ry)
            tone = light(colour, 0.22 * max(0.0, -down)) if down < 0 else dark(colour, 0.28 * down)
            self.oval(x + across * rx, y + down * ry, size * 1.2, size, tone)

    # --- solid shapes, in metres ---

    def at(self, x: float, y: float, z: float) -> Spot:
        return WIDTH / 2 + self.focus * x / z, self.horizon - self.focus * (y - self.eye) / z

    def face(self, points: list[Point], colour: Colour, alpha: int = 255) -> None:
        self.shape([self.at(*point) for point in points], colour, alpha)

    def floor(
        self, x: float, x2: float, z: float, z2: float, colour: Colour, y: float = 0, alpha: int = 255
    ) -> None:
        self.face([(x, y, z), (x2, y, z), (x2, y, z2), (x, y, z2)], colour, alpha)

    def front(
        self, x: float, x2: float, y: float, y2: float, z: float, colour: Colour, alpha: int = 255
    ) -> None:
        self.face([(x, y, z), (x2, y, z), (x2, y2, z), (x, y2, z)], colour, alpha)

    def side(
        self, x: float, y: float, y2: float, z: float, z2: float, colour: Colour, alpha: int = 255
    ) -> None:
        self.face([(x, y, z), (x, y2, z), (x, y2, z2), (x, y, z2)], colour, alpha)

    def box(
        self, x: float, y: float, z: float, wide: float, high: float, deep: float, colour: Colour
    ) -> None:
        """A block standing with its near left bottom corner at x, y, z."""
        if x > 0:
            self.side(x, y, y + high, z, z + deep, dark(colour, 0.22))
        elif x + wide < 0:
            self.side(x + wide, y, y + high, z, z + deep, dark(colour, 0.22))
        if y + high < self.eye:
            self.floor(x, x + wide, z, z + deep, light(colour, 0.25), y + high)
        elif y > self.eye:
            self.floor(x, x + wide, z, z + deep, dark(colour, 0.35), y)
        self.front(x, x + wide, y, y + high, z, colour)

    def shadow(self, x: float, z: float, wide: float, deep: float, strength: int = 15) -> None:
        """A soft shadow lying on the ground around x, z."""
        for step in (1.25, 1.12, 1.0, 0.86, 0.7):
            across, away = wide / 2 * step, deep / 2 * step
            left, right = self.at(x - across, 0, z), self.at(x + across, 0, z)
            far, near = self.at(x, 0, z + away), self.at(x, 0, max(0.6, z - away))
            middle, high = (left[0] + right[0]) / 2, (near[1] - far[1]) / 2
            self.oval(middle, (far[1] + near[1]) / 2, (right[0] - left[0]) / 2, high, (30, 26, 44), strength)

    def finished(self, flip: bool = False) -> bytes:
        picture = self.image.reduce(_TWICE)
        if flip:
            picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        picture = ImageChops.hard_light(picture, _lens())
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
        return out.getvalue()
