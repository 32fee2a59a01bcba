"""What happens to a post between the platform and an article's text: dressed as X gives it, damaged by extractors."""

import html
import random
import re
from collections.abc import Callable

from tests.benchmarks.sentences import Saying

EMOJI = ("🚂", "🇧🇾", "‼️", "👇", "🧵", "⚠️")
_EMOJI = re.compile("|".join(EMOJI))
_LINK = re.compile(r"https://t\.co/\w+")
_TAG = re.compile(r"[#@](?=\w)")


def dressed(said: Saying, chance: random.Random) -> str:
    """The text as X's interface gives it: emoji, tags, a shortened link, three characters as entities."""
    parts = [html.escape(each, quote=False) for each in said.sentences()]
    parts = [f"{chance.choice(EMOJI)} {each}" if chance.random() < 0.5 else each for each in parts]
    if chance.random() < 0.4:
        parts[0] = f"#Vellmark {parts[0]}"
    if chance.random() < 0.4:
        parts.append("via @ana_colleague")
    if chance.random() < 0.6:
        parts.insert(chance.randint(1, len(parts)), f"https://t.co/{''.join(chance.choices('abcXYZ0189', k=10))}")
    return chance.choice([" ", "\n\n", "\n"]).join(parts)


def _expanded(text: str, chance: random.Random) -> str:
    number = chance.randrange(10**6)
    return _LINK.sub(f"https://news.example/2024/05/{number}-the-letter.html?utm_source=x&amp;utm_medium=social", text)


def _reordered(text: str, chance: random.Random) -> str:
    parts = re.split(r"\n+", text)
    chance.shuffle(parts)
    return "\n\n".join(parts)


def _spaced(text: str, _: random.Random) -> str:
    return text.replace(" ", "\u00a0", 2).replace("\n", " \u200b")


def _cut(text: str, chance: random.Random) -> str:
    return text[: int(len(text) * chance.uniform(0.66, 0.9))] + chance.choice(["…", "...", " …", "… Show more"])


HARMLESS: tuple[Callable[[str, random.Random], str], ...] = (
    lambda text, _: _EMOJI.sub("", text),
    _expanded,
    lambda text, _: _LINK.sub("news.example/2024/05/the-let…", text),
    lambda text, _: _LINK.sub("", text),
    lambda text, _: html.escape(text),
    _reordered,
    _spaced,
    lambda text, _: _TAG.sub("", text),
    lambda text, _: re.sub(r"\n+", "", text),
    lambda text, _: "“" + text.replace("’", "'").replace("–", "-") + "”",
    lambda text, _: text + " pic.twitter.com/Ab3dE6gH1j",
)


def damaged(text: str, chance: random.Random, *, cutting: bool = True) -> str:
    """The words as they stand in an article: rendered, then damaged in one to three ways."""
    left = html.unescape(text)
    if cutting and chance.random() < 0.3:
        left = _cut(left, chance)
    for damage in chance.sample(HARMLESS, chance.randint(1, 3)):
        left = damage(left, chance)
    return left
