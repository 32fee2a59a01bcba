"""Where a flattened post begins, in articles that set headings and quotations around it."""

import pytest

from service import references
from service.model.article import Article, Format

ARTICLE = """The ferry company has lost a vessel for the second time this month, according to the port authority.

HARBOUR MASTER: TIME HAS COME FOR SKARNES TO ALLOW ITSELF A 'LONG COUNT'

A known Norwegian 🇳🇴 pilot tells me:

“Danish 🇩🇰 ferries are leaving Skarnes 🇳🇴 by the hour. They’re carrying old engines - just a huge quantity. Just stacks of crates arriving.” — Tove Halloran (@tove_pilots) March 9, 2023

Pictures from the quay were soon passed around, some of them taken in another year, showing the ferry at its berth while two tugs of the port authority lay alongside and a crowd looked on from the wall.

"Skarnes. Northern quay. The ferry that was reported missing this morning, berth four, two tugs alongside."

Located by @QuayWatch00017 https://t.co/Sk4rn3sA01 — FerryChecks (@FerryChecks) March 4, 2023

THREE THINGS THE OWNERS HAVE NOT SAID ABOUT THE FOG SIGNAL

The authority gave no cause and asked for patience.
"""


def quotes(body):
    found = references.find(Article(body=body, format=Format.TEXT))
    return [body[one.start : one.end] for one in found if one.kind.value == "quote"]


def test_a_heading_of_the_article_in_capitals_is_no_part_of_the_post_below_it():
    assert quotes(ARTICLE)[0].startswith("A known Norwegian 🇳🇴 pilot tells me:")


def test_a_quotation_without_a_speaker_belongs_to_the_post_below_it():
    assert quotes(ARTICLE)[1].startswith('"Skarnes. Northern quay.')


@pytest.mark.parametrize("line", ["THE FERRY IS BACK AND NOBODY IS HURT", "THE FERRY IS BACK!"])
def test_a_post_that_shouts_keeps_its_words_in_an_article_with_headings(line):
    body = (
        ARTICLE + f"\nAsked on Friday the owner wrote:\n\n{line}\n— Rui Castellane (@rui_castellane) March 11, 2023\n"
    )
    assert quotes(body)[2].startswith(line)
