"""The replica's own posts: an invented event, told in several languages on all the platforms it knows."""

from datetime import UTC, datetime

from tests.replica.quotes import archive_post
from tests.replica.world import World


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def tell(world: World) -> World:
    """Fill the world with the story of the reopened Vellmark railway."""
    _on_x(world)
    _on_bluesky(world)
    return world


def _on_x(world: World) -> None:
    first = world.add_x_post(
        handle="mira_lenz",
        name="Mira Lenz",
        text="First freight train on the Vellmark line in eleven years.\n\nNobody on the platform was told why.",
        created=at("2024-05-04T10:41:17"),
        pictures=["Vellmark station, platform 2, this morning"],
        media_code="Vk7qPz0LmA",
        likes=4210,
        replies=188,
        verified=True,
    )
    archive_post(world, first)
    world.add_x_post(
        handle="tetsudo_hana",
        name="鉄道のはな🚃",
        text="ヴェルマルク線、11年ぶりの貨物列車。ホームには誰もいなかった。#鉄道",
        created=at("2024-05-04T11:48:20"),
        lang="ja",
        pictures=["貨物列車、朝の駅", "信号所の前"],
    )
    world.add_x_post(
        handle="qitar_alan",
        name="قطار الآن",
        text="وصل أول قطار شحن إلى محطة فيلمارك منذ أحد عشر عامًا.",
        created=at("2024-05-04T12:24:05"),
        lang="ar",
    )
    world.add_x_post(
        handle="vellmark_rail",
        name="Vellmark Rail",
        text="Freight services through Vellmark have resumed as part of a scheduled exercise. Passenger trains are not affected.",
        created=at("2024-05-04T13:03:50"),
        quoted=first.id,
    )


def _on_bluesky(world: World) -> None:
    world.add_bluesky_post(
        handle="odile.bsky.social",
        name="Odile Marchetti",
        text="I counted 42 wagons from my kitchen window. All sealed, no markings, and it took nine minutes to pass.",
        created=at("2024-05-04T16:10:00"),
        pictures=["Wagons seen from a kitchen window"],
    )
    world.add_bluesky_post(
        handle="petr.vellmark.example",
        name="Petr V.",
        text="Můj děda tu dělal výpravčího. Takový vlak prý neviděl ani on. 🚂",
        created=at("2024-05-04T17:02:11"),
        lang="cs",
    )
