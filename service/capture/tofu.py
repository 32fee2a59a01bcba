"""Whether the machine has letters for the scripts posts are written in; where not, they come out as empty boxes."""

from collections.abc import Mapping

from playwright.async_api import Browser

SCRIPTS: Mapping[str, str] = {
    "Latin": "ağßž",
    "Cyrillic": "жїў",
    "Greek": "ωΨ",
    "Arabic": "عشق",
    "Hebrew": "אש",
    "Devanagari": "कह",
    "Thai": "กณ",
    "Japanese": "あナ語",
    "Korean": "한글",
    "Chinese": "简体這",
    "Emoji": "😀🇺🇦🧵",
}
"""Script → letters of it, each drawn and looked at by itself."""

_NOBODYS = "\U0010fffd\U000f8765\u0378"
"""Letters no font has: private use and unassigned. What comes out for these is the empty box."""

_DRAW = """({scripts, nobodys}) => {
  const draw = (letter) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 64;
    const pen = canvas.getContext("2d");
    pen.font = "40px sans-serif";
    pen.fillText(letter, 8, 48);
    return canvas.toDataURL();
  };
  const boxes = new Set([...Array.from(nobodys).map(draw), draw(" ")]);
  const split = (letters) => [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(letters)];
  return Object.keys(scripts).filter((name) => split(scripts[name]).some(({ segment }) => boxes.has(draw(segment))));
}"""


async def missing(browser: Browser, scripts: Mapping[str, str] = SCRIPTS) -> tuple[str, ...]:
    """Name the scripts of which a letter comes out as an empty box; empty is right."""
    context = await browser.new_context(offline=True)
    try:
        page = await context.new_page()
        found = await page.evaluate(_DRAW, {"scripts": dict(scripts), "nobodys": _NOBODYS})
    finally:
        await context.close()
    return tuple(found)
