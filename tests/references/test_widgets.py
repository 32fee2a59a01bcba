"""Posts that were copied as they are drawn, and what only looks like them."""

import pytest

from service import references
from service.model.article import Article, Format

PROSE = "The council met on Monday to discuss the bridge, which had been closed since spring."


def quotes(body):
    found = references.find(Article(body=body, format=Format.TEXT))
    return [(body[one.start : one.end], one) for one in found if one.kind.value == "quote"]


SHAPES = {
    "page": "Ann O’Neil\n@annm\nThe bridge is shut.\nNobody knows why.\n10:04 AM · Oct 11, 2022\n·\n1.2M Views\n1,204 Reposts 310 Quotes 12.4K Likes 88 Bookmarks",
    "embed": "Ann O’Neil\n@annm\n·\nFollow\nThe bridge is shut.\nNobody knows why.\n10:04 AM · Oct 11, 2022\n\n12.4K\n\nReply\n\nCopy link\n\nRead 12 replies",
    "embed of today": "Ann O’Neil\n@annm\n·\nFollow\nReplying to @bo\nThe bridge is shut.\nNobody knows why.\n10:04 AM · Oct 11, 2022\n1.2K Likes\nReply\nCopy link to post\nTranslate post",
    "with a client": "Ann O’Neil\n@annm\nThe bridge is shut.\nNobody knows why.\n10:04 PM · Oct 11, 2022 · Twitter Web App\n285 Retweets 12 Quote Tweets 1,234 Likes",
    "old": "Follow\nAnn O’Neil ✔ @annm\nThe bridge is shut.\nNobody knows why.\n8:27 AM - 11 Oct 2022\n14,477 14,477 Retweets 41,606 41,606 likes\nTwitter Ads info and privacy",
    "old talk": "Ann O’Neil\n✔\n@annm\nThe bridge is shut.\nNobody knows why.\nView image on Twitter\n2:37 AM - Oct 11, 2022\n285\n157 people are talking about this\nSee Ann O’Neil’s other Tweets\nTwitter Ads info and privacy",
    "oldest": "Ann O’Neil @annm\nThe bridge is shut.\nNobody knows why.\n2:37 AM - 11 Oct 2022\nReply Retweet Favorite",
    "German": "Ann O’Neil\n@annm\n·\nFolgen\nThe bridge is shut.\nNobody knows why.\n10:04 · 11. Okt. 2022\n1.204 Antworten\nLink kopieren",
    "Spanish": "Ann O’Neil\n@annm\nThe bridge is shut.\nNobody knows why.\n10:04 a. m. · 11 oct. 2022\nResponder\nCopiar enlace\nLeer 12 respuestas",
    "Japanese": "Ann O’Neil\n@annm\nThe bridge is shut.\nNobody knows why.\n午後10:04 · 2022年10月11日",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_copy_of_a_drawn_post_is_one_quote_from_its_name_to_its_last_button(shape, gap):
    flat = SHAPES[shape].replace("\n", gap)
    ((words, one),) = quotes(f"{PROSE}\n\n{flat}\n\n{PROSE}")
    assert words == flat
    assert (one.platform, one.author.name, one.author.handle) == ("x", "Ann O’Neil", "annm")
    assert (one.day.isoformat(), one.text) == ("2022-10-11", "The bridge is shut.\nNobody knows why.")


def test_two_drawn_posts_below_each_other_are_two():
    other = SHAPES["page"].replace("Ann O’Neil", "Bo Lee").replace("annm", "bo")
    assert [words for words, _ in quotes(f"{SHAPES['embed']}\n{other}\n")] == [SHAPES["embed"], other]


def test_a_post_of_bluesky_as_it_is_drawn_is_told_by_its_handle():
    flat = "Ada\n@ada.example.social\nMorning fog over the harbour\nApril 23, 2025 at 4:10 PM\n12 reposts 30 likes"
    ((words, one),) = quotes(f"{PROSE}\n\n{flat}\n\n{PROSE}")
    assert (words, one.platform, one.author.handle) == (flat, "bluesky", "ada.example.social")
    assert one.day.isoformat() == "2025-04-23"


@pytest.mark.parametrize(
    "body",
    [
        "By Ann Lee\n@annlee\n10:04 AM · Oct 11, 2022\n\n" + PROSE,
        "Ann Lee\n@annlee\nUpdated 10:04 AM · Oct 11, 2022\n\n" + PROSE,
        "Ann Lee\n@annlee\nReporter for the coast.\n10:04 AM - Oct 11, 2022\n\n" + PROSE,
        "Ann Lee\ndesk@paper.example\n" + PROSE + "\n10:04 AM · Oct 11, 2022\n",
        "Follow us @paper\n\n" + PROSE + "\n\nThe vote: 10:04 AM · Oct 11, 2022, in the hall.",
        "Whom to follow\n@annm\n@bo\n@paper\n\n10:04 AM · Oct 11, 2022\n",
        PROSE + " At 10:04 - Oct 11, 2022 was a Tuesday - it fell.",
        "Bo wrote:\nShut again!\n10:04 AM · Oct 11, 2022\nReply\n\n" + PROSE,
    ],
)
def test_bylines_boxes_comments_and_times_are_no_posts(body):
    assert quotes(body) == []
