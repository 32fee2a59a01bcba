"""Pictures that look like something: a small scene in flat colours, the same key always the same bytes."""

import hashlib
import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from tests.replica.records import Picture

SKIES = (
    ((255, 183, 120), (86, 60, 120)),
    ((250, 214, 165), (64, 114, 148)),
    ((214, 232, 240), (96, 140, 190)),
    ((255, 160, 150), (46, 44, 92)),
)
INK = (32, 36, 52)


@lru_cache(maxsize=256)
def photograph(picture: Picture, width: int | None = None) -> bytes:
    """JPEG bytes of the picture, scaled down to `width` when given."""
    chance = random.Random(picture.key)
    image = _sky(picture.width, picture.height, chance)
    draw = ImageDraw.Draw(image)
    _hills(draw, picture, chance)
    {"train": _train, "harbour": _harbour, "city": _city}.get(picture.scene, _train)(draw, picture, chance)
    if picture.caption:
        _caption(image, picture.caption)
    if width and width < picture.width:
        image = image.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    return _bytes(image, "JPEG")


@lru_cache(maxsize=256)
def avatar(handle: str, name: str, size: int = 200) -> bytes:
    """PNG bytes of a round-ish mark with the initials, in colours of the handle."""
    hue = hashlib.sha256(handle.encode()).digest()[0]
    top = Image.new("HSV", (size, size), (hue, 120, 210)).convert("RGB")
    bottom = Image.new("HSV", (size, size), ((hue + 36) % 256, 160, 130)).convert("RGB")
    image = Image.composite(bottom, top, Image.linear_gradient("L").resize((size, size)))
    draw = ImageDraw.Draw(image)
    letters = "".join(word[0] for word in name.split()[:2] if word[0].isalpha() and word[0].isascii()) or handle[0]
    draw.text((size / 2, size / 2), letters.upper(), font=_font(size * 2 // 5), fill="white", anchor="mm")
    return _bytes(image, "PNG")


def _sky(width: int, height: int, chance: random.Random) -> Image.Image:
    low, high = chance.choice(SKIES)
    mask = Image.linear_gradient("L").resize((width, height))
    image = Image.composite(Image.new("RGB", (width, height), low), Image.new("RGB", (width, height), high), mask)
    draw = ImageDraw.Draw(image)
    x, y, r = chance.randint(width // 6, width * 5 // 6), chance.randint(height // 6, height // 3), height // 14
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 244, 214))
    return image


def _hills(draw: ImageDraw.ImageDraw, picture: Picture, chance: random.Random) -> None:
    for depth, shade in enumerate(((120, 128, 150), (84, 98, 116), (54, 72, 82))):
        base = picture.height * (0.48 + 0.09 * depth)
        rise = picture.height * 0.07
        points = [(picture.width * step / 8, base + chance.uniform(-rise, rise)) for step in range(9)]
        draw.polygon([(0, picture.height), *points, (picture.width, picture.height)], fill=shade)


def _train(draw: ImageDraw.ImageDraw, picture: Picture, chance: random.Random) -> None:
    ground, unit = round(picture.height * 0.8), picture.height // 10
    draw.rectangle((0, ground, picture.width, picture.height), fill=(70, 66, 62))
    for x in range(0, picture.width, unit // 2):
        draw.rectangle((x, ground + unit // 4, x + unit // 5, ground + unit // 2), fill=(48, 42, 40))
    draw.line((0, ground + unit // 5, picture.width, ground + unit // 5), fill=(168, 168, 172), width=5)
    colour = chance.choice(((170, 52, 48), (38, 92, 120), (62, 104, 70)))
    x = unit // 2
    while x < picture.width - unit:
        length = unit * 3
        draw.rounded_rectangle((x, ground - unit * 2, x + length, ground - unit // 4), unit // 5, fill=colour)
        for window in range(3):
            left = x + unit // 3 + window * unit * 9 // 10
            draw.rectangle((left, ground - unit * 7 // 4, left + unit // 2, ground - unit), fill=(250, 226, 150))
        for wheel in (x + unit // 2, x + length - unit // 2):
            draw.ellipse((wheel - unit // 4, ground - unit // 3, wheel + unit // 4, ground + unit // 6), fill=INK)
        x += length + unit // 5
        colour = chance.choice((colour, (90, 84, 78), (120, 70, 52)))


def _harbour(draw: ImageDraw.ImageDraw, picture: Picture, chance: random.Random) -> None:
    sea, unit = round(picture.height * 0.7), picture.height // 10
    draw.rectangle((0, sea, picture.width, picture.height), fill=(46, 92, 120))
    for _ in range(40):
        x, y = chance.randint(0, picture.width), chance.randint(sea, picture.height)
        draw.line((x, y, x + unit, y), fill=(120, 164, 184), width=3)
    hull = picture.width // 4
    draw.polygon(
        [(hull, sea - unit), (hull * 3, sea - unit), (hull * 3 - unit, sea + unit), (hull + unit, sea + unit)], fill=INK
    )
    for box in range(8):
        left = hull + unit + box * (hull * 2 - unit * 2) // 8
        top = sea - unit * (2 + chance.randint(0, 1))
        draw.rectangle((left, top, left + unit, sea - unit), fill=chance.choice(((196, 84, 52), (220, 170, 70))))


def _city(draw: ImageDraw.ImageDraw, picture: Picture, chance: random.Random) -> None:
    x, unit = 0, picture.height // 12
    while x < picture.width:
        width, top = chance.randint(unit, unit * 2), chance.randint(picture.height // 3, picture.height * 2 // 3)
        draw.rectangle((x, top, x + width, picture.height), fill=(44, 50, 70))
        for y in range(top + unit // 3, picture.height - unit, unit // 2):
            if chance.random() < 0.7:
                draw.rectangle((x + width // 4, y, x + width // 2, y + unit // 5), fill=(250, 214, 130))
        x += width + 4


def _caption(image: Image.Image, caption: str) -> None:
    words = " ".join(caption.split())
    words = words if len(words) <= 70 else words[:69] + "…"
    strip = image.height // 11
    shade = Image.new("RGBA", (image.width, strip), (16, 18, 28, 190))
    image.paste(shade, (0, image.height - strip), shade)
    ImageDraw.Draw(image).text(
        (strip // 2, image.height - strip // 2), words, font=_font(strip * 2 // 5), fill="white", anchor="lm"
    )


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in ("NotoSansCJK-Regular.ttc", "NotoSans-Regular.ttf", "DejaVuSans.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _bytes(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form, quality=86)
    return out.getvalue()
