"""Posts in texts that an extractor broke at a width, or indented."""

import textwrap

import pytest

from service import references
from service.model.article import Article, Format

PROSE = (
    "The council met on Monday to discuss the bridge, which had been closed since spring for repairs that cost more than "
    "planned, and a spokesman said that the work would go on until the end of the year. Nobody could promise more than "
    "that, he added when he was asked about the winter and the ferry."
)
POST = (
    "We walked over the bridge this morning and it is still shut. The men there told us that nobody has worked on it for "
    "three weeks #bridge pic.twitter.com/AbCdEfGhIj"
)


def wrapped(text, width, indent=""):
    return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def quotes(body):
    found = references.find(Article(body=body, format=Format.TEXT))
    return [(body[one.start : one.end], one) for one in found if one.kind.value == "quote"]


@pytest.mark.parametrize("width", [60, 72, 78, 100])
@pytest.mark.parametrize("lead", ["", "  ", "> ", "     "])
def test_a_post_in_lines_of_one_width_is_taken_whole_with_its_name_and_day(width, lead):
    parts = [
        wrapped(PROSE, width),
        wrapped(POST, width, lead),
        wrapped("— The Association of Bridge Walkers of Vellmark (@walkers) October 10, 2022", width, lead),
        wrapped(PROSE, width),
    ]
    between = f"\n{lead.rstrip()}\n" if lead == "> " else "\n\n"
    body = "\n\n".join([parts[0], between.join(parts[1:3]), parts[3]])
    ((words, one),) = quotes(body)
    assert words == between.join(parts[1:3]).removeprefix(lead)
    assert (one.author.handle, one.day.isoformat(), one.text) == ("walkers", "2022-10-10", POST)


def test_a_date_whose_year_stands_on_the_next_line_is_read():
    body = f"{PROSE}\n\nThe bridge is shut.\n\n— Ann (@annm) [October 10,\n2022](https://twitter.com/annm/status/1579478434783137792)\n"
    assert [one.post_id for _, one in quotes(body)] == ["1579478434783137792"]


def test_lines_of_their_own_are_not_joined():
    body = f"{PROSE}\n\nBridge: shut\nRoad: shut\nFerry: late\n— Ann (@annm) October 10, 2022\n\n{PROSE}"
    assert quotes(body)[0][1].text == "Bridge: shut\nRoad: shut\nFerry: late"


@pytest.mark.parametrize("short", ["Nobody was hurt.", "The ferry left late.", "- a\n- b\n- c"])
def test_a_post_that_is_indented_deeper_than_the_prose_begins_where_the_indent_does(short):
    post = "The bridge is shut.\n\n    — Ann (@annm) October 10, 2022"
    for body in (f"{PROSE}\n\n{short}\n\n    {post}\n\n{PROSE}", f"{PROSE}\n{short}\n    {post}\n{PROSE}"):
        assert [words for words, _ in quotes(body)] == [post]


def test_a_list_as_deep_as_the_post_below_it_is_no_part_of_it():
    post = "The bridge is shut.\n    — Ann (@annm) October 10, 2022"
    body = f"{PROSE}\n\nWhat we know:\n    * one\n    * two\n\n    {post}\n\n{PROSE}"
    assert [words for words, _ in quotes(body)] == [post]


def test_an_article_that_is_indented_as_a_whole_is_read_as_one_that_is_not():
    flat = f"{PROSE}\n\nShe tweeted:\n\nThe bridge is shut.\n\n— Ann (@annm) October 10, 2022\n\n{PROSE}"
    deep = textwrap.indent(flat, "    ")
    assert [one.text for _, one in quotes(deep)] == [one.text for _, one in quotes(flat)] == ["The bridge is shut."]


def test_two_fences_with_nothing_between_them_make_no_code_of_what_follows():
    post = "The bridge is shut.\n\n— Ann (@annm) October 10, 2022"
    passage = f"```\n{PROSE}\n\n```\n```\n{post}\n\n```\n```\n\n{PROSE}"
    assert [words for words, _ in quotes(passage)] == [post]
    assert quotes(f"```\n{post}\n```\n```\n{post}\n```\n{PROSE}") == []
