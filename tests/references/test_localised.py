"""Attributions of other platforms in the languages in which their embeds print them."""

import pytest

from service import references
from service.model.article import Article, Format

PROSE = "The council met on Monday to discuss the bridge, which had been closed since spring."


def quotes(body):
    found = references.find(Article(body=body, format=Format.TEXT))
    return [(body[one.start : one.end], one) for one in found if one.kind.value == "quote"]


INSTAGRAM = [
    (
        "View this post on Instagram",
        "A post shared by Ann (she/her) (@ann.b) on Sep 3, 2018 at 3:55pm PDT",
        "2018-09-03",
    ),
    ("View this post on Instagram", "A photo posted by Ann (@ann.b) on Sep 3, 2015 at 3:55pm PDT", "2015-09-03"),
    ("Sieh dir diesen Beitrag auf Instagram an", "Ein Beitrag geteilt von Ann (@ann.b)", None),
    (
        "Sieh dir diesen Beitrag auf Instagram an",
        "Ein von Ann (@ann.b) gepostetes Foto am 3. Sep 2015 um 15:55 Uhr",
        "2015-09-03",
    ),
    (
        "Voir cette publication sur Instagram",
        "Une publication partagée par Ann (@ann.b) le 3 Sept. 2018 à 3 :55 PDT",
        "2018-09-03",
    ),
    (
        "Voir cette publication sur Instagram",
        "Une photo publiée par Ann (@ann.b) le 3 Sept. 2015 à 15h55 PDT",
        "2015-09-03",
    ),
    (
        "Ver esta publicación en Instagram",
        "Una publicación compartida de Ann (@ann.b) el 3 Sep, 2018 a las 3:55 PDT",
        "2018-09-03",
    ),
    (
        "Ver essa foto no Instagram",
        "Uma publicação compartilhada por Ann (@ann.b) em 3 de Set, 2018 às 3:55 PDT",
        "2018-09-03",
    ),
    ("Ver esta publicação no Instagram", "Uma publicação partilhada por Ann (@ann.b)", None),
    (
        "Visualizza questo post su Instagram",
        "Un post condiviso da Ann (@ann.b) in data: 3 Set 2018 alle ore 3:55 PDT",
        "2018-09-03",
    ),
    (
        "Dit bericht op Instagram bekijken",
        "Een bericht gedeeld door Ann (@ann.b) op 3 Sep 2018 om 3:55 (PDT)",
        "2018-09-03",
    ),
    ("Wyświetl ten post na Instagramie", "Post udostępniony przez Ann (@ann.b) Wrz 3, 2018 o 3:55 PDT", "2018-09-03"),
    ("Посмотреть эту публикацию в Instagram", "Публикация от Ann (@ann.b) 3 Сен 2018 в 3:55 PDT", "2018-09-03"),
    ("Visa detta inlägg på Instagram", "Ett inlägg delat av Ann (@ann.b)", None),
    ("Lihat postingan ini di Instagram", "Sebuah kiriman dibagikan oleh Ann (@ann.b)", None),
    ("Xem bài viết này trên Instagram", "Bài viết do Ann (@ann.b) chia sẻ", None),
    ("この投稿をInstagramで見る", "Ann(@ann.b)がシェアした投稿", None),
    ("Instagram에서 이 게시물 보기", "Ann(@ann.b)님의 공유 게시물", None),
    ("在 Instagram 查看這則貼文", "Ann（@ann.b）分享的貼文", None),
    ("Bu gönderiyi Instagram'da gör", "Ann (@ann.b)'in paylaştığı bir gönderi", None),
]


@pytest.mark.parametrize(("head", "attribution", "day"), INSTAGRAM)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_post_of_instagram_is_found_whole_in_its_reader_s_language(head, attribution, day, gap):
    flat = gap.join([head, "A quiet morning by the river #fog", attribution])
    ((words, one),) = quotes(f"{PROSE}\n\n{flat}\n\n{PROSE}")
    assert words == flat
    assert (one.platform, one.author.name, one.author.handle) == ("instagram", attribution_name(attribution), "ann.b")
    assert (one.text, one.day.isoformat() if one.day else None) == ("A quiet morning by the river #fog", day)


def attribution_name(attribution):
    return "Ann (she/her)" if "she/her" in attribution else "Ann"


@pytest.mark.parametrize(
    ("attribution", "day"),
    [
        ("Posted by City Bakery on Friday, April 1, 2022", "2022-04-01"),
        ("Posted by City Bakery on Thursday, 30 April 2020", "2020-04-30"),
        ("Publicada por City Bakery en Martes, 3 de marzo de 2020", "2020-03-03"),
        ("Publicado por City Bakery em Sexta-feira, 1 de abril de 2022", "2022-04-01"),
        ("Publiée par City Bakery sur Lundi 18 janvier 2021", "2021-01-18"),
        ("Gepostet von City Bakery am Samstag, 10. April 2021", "2021-04-10"),
        ("Pubblicato da City Bakery su Venerdì 1 aprile 2022", "2022-04-01"),
        ("Geplaatst door City Bakery op Vrijdag 1 april 2022", "2022-04-01"),
        ("Опубликовано City Bakery Пятница, 1 апреля 2022 г.", "2022-04-01"),
        ("Publicerat av City Bakery Fredag 1 april 2022", "2022-04-01"),
    ],
)
def test_a_post_of_facebook_gives_its_page_and_its_day(attribution, day):
    flat = f"We are closed today.\n{attribution}"
    ((words, one),) = quotes(f"{PROSE}\n\n{flat}\n\n{PROSE}")
    assert (words, one.platform, one.author.name) == (flat, "facebook", "City Bakery")
    assert one.day.isoformat() == day


@pytest.mark.parametrize(
    ("flat", "platform", "handle"),
    [
        ("@someone Das macht nachdenklich #fyp ♬ Originalton - Someone", "tiktok", "someone"),
        ("@someone Dá que pensar #fyp ♬ som original - Someone", "tiktok", "someone"),
        ("Beitrag von @someone\nAuf Threads ansehen", "threads", "someone"),
        ("Publicación de @someone\nVer en Threads", "threads", "someone"),
        ("View on Threads", "threads", None),
        ("A title of a post\nby u/some_one in r/example", "reddit", "some_one"),
        ("Comment\nby u/some_one from discussion\nin example", "reddit", "some_one"),
        (
            "Fog over the harbour [image or embed]\n— Ada (@ada.example.social) 3:45 PM · Apr 23, 2025",
            "bluesky",
            "ada.example.social",
        ),
        ("港は霧です\n— Ada (@ada.example.social) 2025年4月15日 17:24", "bluesky", "ada.example.social"),
    ],
)
def test_other_platforms_are_known_by_their_own_lines(flat, platform, handle):
    ((words, one),) = quotes(f"{PROSE}\n\n{flat}\n\n{PROSE}")
    assert (one.platform, one.author.handle if one.author else None) == (platform, handle)
    assert words == flat or (platform == "reddit" and flat.endswith(words))


@pytest.mark.parametrize(
    "body",
    [
        "Follow us @paper and write to desk@paper.example.",
        "The mayor (@mayor) said on October 10, 2022 that the bridge was shut.",
        "She joined Instagram (@ann.b) on Sep 3, 2018 and left it in spring.",
        "Who to follow: Ann (@annm), Bo (@bo) and the paper (@paper).",
        "Published by the City Bakery on Friday, and posted by hand.",
        "Ein von Ann (@ann.b) geschriebenes Buch liegt am 3. September 2015 aus.",
        "You can view on Threads what others wrote.",
        "A film by Ann Lee, with Bo (@bo) as the ferryman; in cinemas May 1, 2020.",
    ],
)
def test_what_speaks_of_accounts_and_days_is_no_post(body):
    assert quotes(body) == []
