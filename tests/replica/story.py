"""The replica's own posts: an invented event, told in several languages on all the platforms it knows.

`article.txt` quotes some of them: one post on X by its picture's link, one that only the archive's index can find,
one on Bluesky, a film and a page.
"""

from datetime import UTC, datetime

from tests.replica.quotes import archive_post, surround
from tests.replica.records import Picture, XPost
from tests.replica.world import World


def tell(world: World) -> World:
    """Fill the world with the story of the Vellmark railway."""
    first = _on_x(world)
    _more_on_x(world, first)
    _on_bluesky(world)
    _on_mastodon(world)
    _films(world)
    _pages(world)
    world.shorten("bit.ly/vellmark", "https://news.example/2024/05/vellmark-letter")
    world.shorten("tinyurl.com/vellmark", "https://bit.ly/vellmark")
    return world


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _on_x(world: World) -> XPost:
    first = world.add_x_post(
        handle="mira_lenz",
        name="Mira Lenz",
        text="First freight train on the Vellmark line in eleven years.\n\nNobody on the platform was told why.",
        created=_at("2024-05-04T10:41:17"),
        pictures=["Vellmark station, platform 2, this morning"],
        media_code="Vk7qPz0LmA",
        likes=4210,
        replies=188,
        verified=True,
    )
    archive_post(world, first)
    hidden = world.add_x_post(
        handle="ekdahl_signals",
        name="Jonas Ekdahl",
        text="To everyone asking 🚂: the timetable for Vellmark was changed on Thursday, not on Saturday. "
        "We were told at 23:00 - by telephone, nothing in writing. That is all I can say.",
        created=_at("2024-05-05T21:52:40"),
        likes=963,
        replies=57,
        archived=True,
    )
    archive_post(world, hidden)
    surround(world, hidden)
    return first


def _more_on_x(world: World, first: XPost) -> None:
    world.add_x_post(
        handle="tetsudo_hana",
        name="鉄道のはな🚃",
        text="ヴェルマルク線、11年ぶりの貨物列車。ホームには誰もいなかった。#鉄道",
        created=_at("2024-05-04T11:48:20"),
        lang="ja",
        pictures=["貨物列車、朝の駅", "信号所の前"],
    )
    world.add_x_post(
        handle="qitar_alan",
        name="قطار الآن",
        text="وصل أول قطار شحن إلى محطة فيلمارك منذ أحد عشر عامًا.",
        created=_at("2024-05-04T12:24:05"),
        lang="ar",
    )
    world.add_x_post(
        handle="vellmark_rail",
        name="Vellmark Rail",
        text="Freight services through Vellmark have resumed as part of a scheduled exercise. "
        "Passenger trains are not affected.",
        created=_at("2024-05-04T13:03:50"),
        quoted=first.id,
        media_code="qR5tVm1LaZ",
    )
    world.add_x_post(
        handle="ticho_na_trati",
        name="Ticho na trati",
        text="@mira_lenz U nás projel v noci. Bez světel. Psi štěkali ještě hodinu.",
        created=_at("2024-05-04T20:15:09"),
        lang="cs",
        reply_to=first.id,
    )


def _on_bluesky(world: World) -> None:
    world.add_bluesky_post(
        handle="odile.bsky.social",
        name="Odile Marchetti",
        text="I counted 42 wagons from my kitchen window. All sealed, no markings, and it took nine minutes to pass.",
        created=_at("2024-05-04T16:10:00"),
        pictures=["Wagons seen from a kitchen window"],
    )
    world.add_bluesky_post(
        handle="odile.bsky.social",
        name="Odile Marchetti",
        text="Update for those who asked: the cat is fine, the tea got cold.",
        created=_at("2024-05-04T17:31:00"),
    )
    world.add_bluesky_post(
        handle="petr.vellmark.example",
        name="Petr V.",
        text="Můj děda tu dělal výpravčího. Takový vlak prý neviděl ani on. 🚂",
        created=_at("2024-05-04T17:02:11"),
        lang="cs",
    )


def _on_mastodon(world: World) -> None:
    world.add_mastodon_post(
        handle="stellwerk",
        name="Stellwerk Vellmark",
        text="Vierzig Wagen, kein Wort im Fahrplan.\n\nWer mitzählt, bitte hier melden: https://news.example/2024/05/vellmark-letter",
        created=_at("2024-05-04T18:20:33"),
        lang="de",
        pictures=["Der Zug am alten Stellwerk"],
    )


def _films(world: World) -> None:
    world.add_video(
        id="vLmRk3a1nE0",
        title="The quiet line: a year on the Vellmark railway",
        channel="Vellmark Railway Club",
        handle="vellmarkclub",
        published=_at("2023-06-18T08:00:00"),
        seconds=754,
    )


def _pages(world: World) -> None:
    world.add_page(
        "news.example/2024/05/vellmark-letter",
        title="The minister’s letter to the railway, in full",
        byline="Agathe Roth",
        published=_at("2024-05-05T06:30:00"),
        paragraphs=(
            (
                "The letter reached the railway’s head office on Thursday evening, by courier and without a stamp. "
                "It runs to eleven lines."
            ),
            (
                "“You are asked to make the Vellmark line available from Saturday, 4 a.m.,” it begins. "
                "“You are further asked not to make this known.”"
            ),
            (
                "A spokesman for the ministry confirmed that the letter is genuine and said that it had been "
                "“quoted out of its context, which is confidential”."
            ),
            "The railway replied the same night. Its answer is shorter: “Noted. The foxes will have to move.”",
            (
                "Passenger traffic on the line ended in 2013, when the bridge over the Ilse was declared unsafe. "
                "It was never repaired, at least not officially."
            ),
        ),
        pictures=[
            Picture(key="letter-bridge", caption="The bridge over the Ilse on Sunday", alt="A train on a bridge"),
            Picture(key="letter-town", caption="Vellmark at night", alt="Lit windows of a town", scene="city"),
        ],
    )
    world.add_page(
        "news.example/2024/05/voices-from-everywhere",
        title="列車が戻った町 · مدينة عاد إليها القطار · 🚂 A town and its train",
        byline="はな・قطار",
        published=_at("2024-05-06T05:00:00"),
        paragraphs=(
            "十一年ぶりに、貨物列車がヴェルマルクの町を通った。駅の時計は月曜日の朝に直された。",
            "مرّ قطار الشحن بالبلدة ليلًا، ولم يعرف أحد ما الذي كان في العربات.",
            "기차는 세 번 지나갔고, 아무도 이유를 듣지 못했다. 这列火车没有任何标记。",
            "🦊🚃💤 That is how one child drew it, and there is not much to add.",
        ),
        pictures=["駅 · station"],
    )
