"""Once the original is known, its own words say where a flattened post begins and ends."""

import json
from dataclasses import replace

import pytest

from service import references
from service.errors import BadInput
from service.model.article import Article, Format
from service.references.settling import settle

SAID = "🚨 First freight train on the Vellmark line.\n\nNobody on the platform was told why. https://t.co/Vk7qPz0LmA"
PRINTED = "🚨 First freight train on the Vellmark line.\n\nNobody on the platform was told why. https://vell.example/a"
BYLINE = " — Mira Lenz (@mira_lenz) May 4, 2024"
BEFORE = "The line had been shut for eleven years. Then somebody looked out of the window.\n\n"
AFTER = "\n\nBy the afternoon more of them had passed."


def found_at(body, start, end):
    one = references.find(Article(body="x — Mira Lenz (@mira_lenz) May 4, 2024", format=Format.TEXT))[0]
    return replace(one, start=start, end=end, text=body[start:end])


@pytest.mark.parametrize(
    ("printed", "guess"),
    [
        (PRINTED + BYLINE, "Nobody on the platform"),
        (PRINTED + BYLINE, "Then somebody looked"),
        (PRINTED.replace("\n\n", " ") + BYLINE, "Nobody"),
        (PRINTED.replace("🚨 ", "").replace("Vellmark", "VELLMARK") + BYLINE, "Nobody"),
        (PRINTED[:60] + "… https://t.co/a" + BYLINE, "Nobody"),
    ],
    ids=["begins-too-late", "begins-too-early", "joined-lines", "no-emoji", "cut-short"],
)
def test_the_words_of_the_original_settle_the_span(printed, guess):
    body = BEFORE + printed + AFTER
    start, end = len(BEFORE), len(BEFORE + printed)
    settled = settle(body, found_at(body, body.index(guess), end), SAID)
    assert body[settled.start : settled.end] == body[start:end]
    assert (settled.text, settled.core, settled.wider) == (SAID, None, None)


def test_what_an_extractor_put_behind_the_attribution_belongs_to_the_post():
    first, _, rest = "Two trains tonight.\nThe second one had no lights and nobody at the station waved.".partition(
        "\n"
    )
    body = f"{BEFORE}{first}{BYLINE}\n{rest}{AFTER}"
    end = body.index(BYLINE) + len(BYLINE)
    settled = settle(body, found_at(body, body.index(first), end), f"{first}\n{rest}")
    assert body[settled.start : settled.end] == f"{first}{BYLINE}\n{rest}"


def test_an_attribution_that_stands_first_stays_inside():
    body = f"{BEFORE}Mira Lenz (@mira_lenz) May 4, 2024\nNobody on the platform was told why.{AFTER}"
    start, end = body.index("Mira"), body.index("why.") + 4
    settled = settle(body, found_at(body, start, end), "Nobody on the platform was told why.")
    assert (settled.start, settled.end) == (start, end)


@pytest.mark.parametrize("said", ["", "https://t.co/a", "An entirely different matter, told at length elsewhere."])
def test_words_that_do_not_agree_move_nothing(said):
    body = BEFORE + PRINTED + BYLINE + AFTER
    found = found_at(body, body.index("Nobody"), body.index(AFTER))
    assert settle(body, found, said) == found


def test_a_neighbours_place_is_never_taken():
    body = BEFORE + PRINTED + BYLINE + AFTER
    found = found_at(body, body.index("Nobody"), body.index(AFTER))
    assert settle(body, found, SAID, low=body.index("Nobody")).start == body.index("Nobody")


def test_quotes_in_strings_of_json_are_settled():
    words = BEFORE + PRINTED + BYLINE + AFTER
    article = Article(body=json.dumps({"body": words, "other": 1}), format=Format.JSON)
    found = references.find(article)
    (number,) = [number for number, one in enumerate(found) if one.kind.value == "quote"]
    late = tuple(replace(one, start=words.index("Nobody")) for one in found)
    settled = references.settled(article, late, {number: SAID})[number]
    assert words[settled.start : settled.end] == PRINTED + BYLINE


PAGE = (
    "<article><p>The line had been shut for eleven years.</p>\n<p class=lead>🚨 First freight train on the <b>Vellmark</b> line.</p>\n"
    '<p>Nobody on the platform was told why. <a href="https://t.co/Vk7qPz0LmA">a picture</a> — Mira Lenz (@mira_lenz) May 4, 2024</p>\n'
    "<p>By the afternoon more of them had passed.</p></article>"
)


@pytest.mark.parametrize("held", ["html", "json"])
@pytest.mark.parametrize("guess", ["Nobody on", "<p>The line"])
def test_quotes_in_markup_are_settled_and_no_element_is_cut_in_two(guess, held):
    html = Article(body=PAGE, format=Format.HTML)
    article = html if held == "html" else Article(body=json.dumps({"content": PAGE}), format=Format.JSON)
    found = references.find(article)
    (number,) = [number for number, one in enumerate(found) if one.kind.value == "quote"]
    wrong = tuple(
        replace(one, start=PAGE.index(guess), end=PAGE.index("2024</p>") + 4) if place == number else one
        for place, one in enumerate(found)
        if place == number
    )
    (settled,) = references.settled(article, wrong, {0: SAID})
    kept = PAGE[settled.start : settled.end]
    assert kept.removeprefix("<p class=lead>").startswith("🚨 First freight train on the <b>Vellmark</b> line.</p>")
    assert kept.removesuffix("</p>").endswith("(@mira_lenz) May 4, 2024")
    assert "eleven years" not in kept
    assert "afternoon" not in kept


def test_a_settled_quote_is_replaced_at_its_settled_place():
    body = BEFORE + PRINTED.replace("\n\n", " ") + BYLINE + AFTER
    article = Article(body=body, format=Format.TEXT)
    found = references.find(article)
    settled = references.settled(article, found, {0: SAID})[0]
    moved = replace(settled, start=body.index("Nobody"))
    for one in (settled, moved):
        assert references.replace(article, {one: "[kept]"}).body == body[: one.start] + "[kept]" + body[one.end :]
    with pytest.raises(BadInput):
        references.replace(article, {replace(settled, embed_id="x-20"): "[kept]", 0: "[kept]"})
    with pytest.raises(BadInput):
        references.replace(article, {replace(settled, start=0, end=5): "[kept]"})
