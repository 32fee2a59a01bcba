"""What stands on the cards: posts of our own, every one different, in many languages, shapes and lengths.

The shape of the JSON is that of the public types of react-tweet. The same number always gives the same post.
"""

import random
from dataclasses import dataclass
from typing import Any

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "The bridge reopens on Monday, three weeks early.",
        "Nobody in the council has seen the second report.",
        "We asked the ministry twice and got the same answer.",
        "The numbers on page four do not add up.",
        "Here is what the harbour looked like at six this morning.",
    ),
    "de": ("Die Brücke öffnet drei Wochen früher.", "Über größere Änderungen wurde nicht abgestimmt."),
    "fr": ("Le pont rouvre lundi, l’été n’est pas fini.", "Où sont passés les procès-verbaux de février ?"),
    "es": ("El puente abre el lunes a las ocho.", "¿Quién firmó la segunda versión del informe?"),
    "pl": ("Most zostanie otwarty trzy tygodnie wcześniej.", "Źródło zażółciło gęślą jaźń jeszcze raz."),
    "tr": ("Köprü pazartesi günü açılıyor.", "İkinci raporu kimse görmedi, iğne ipliğe döndü."),
    "ru": ("Мост откроют в понедельник утром.", "Второй отчёт никто так и не увидел."),
    "uk": ("Міст відкриють у понеділок о восьмій.", "Ґанок і під’їзд уже полагодили."),
    "el": ("Η γέφυρα ανοίγει τη Δευτέρα.", "Κανείς δεν είδε τη δεύτερη έκθεση."),
    "ar": ("يفتح الجسر يوم الاثنين قبل الموعد بثلاثة أسابيع.", "لم يرَ أحد التقرير الثاني بعد."),
    "he": ("הגשר ייפתח ביום שני בבוקר.", "איש לא ראה את הדוח השני."),
    "fa": ("پل روز دوشنبه باز می‌شود.", "هیچ‌کس گزارش دوم را ندیده است."),
    "hi": ("पुल सोमवार को खुलेगा।", "दूसरी रिपोर्ट किसी ने नहीं देखी।"),
    "th": ("สะพานจะเปิดในวันจันทร์", "ไม่มีใครเห็นรายงานฉบับที่สอง"),
    "ja": ("橋は月曜日に予定より三週間早く開通します。", "二つ目の報告書を見た者はいない。"),
    "zh": ("大桥将于星期一提前三周通车。", "没有人见过第二份报告。"),
    "ko": ("다리는 월요일에 3주 일찍 개통됩니다.", "두 번째 보고서를 본 사람은 없습니다."),
}
PEOPLE = (
    ("Ines Marold", "inesmarold"),
    ("Tomek Wrona", "tomekwrona"),
    ("هالة منصور", "hala_mansour"),
    ("橋本 葵", "aoi_hashimoto"),
    ("Bureau du Port", "bureauduport"),
    ("Олена Гай", "olenahai"),
    ("Harbour Watch 🚢", "harbourwatch"),
    ("Ann O’Neil", "annoneil"),
)
EMOJI = ("🌉", "🚢", "👩🏽‍🚀", "🇺🇦", "⚖️", "🧾", "❤️‍🔥", "👨‍👩‍👧‍👦")
POLL = "▓▓▓▓▓▓░░░░ 62 %\n▓▓▓▓░░░░░░ 38 %\n1,204 votes · Final results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post and what of it must be seen."""

    document: dict[str, Any]
    expect: str


def post(number: int, *, origin: str, kind: str) -> Post:
    """Give one post; its pictures are addressed at `origin`, below the `kind` of page."""
    chance = random.Random(f"card {number}")
    document, words = _base(number, chance, origin)
    media = [
        _photo(f"{number}-{place}", place, chance, origin, kind) for place in range((0, 1, 0, 2, 3, 4)[number % 6])
    ]
    if media:
        document["mediaDetails"] = media
    if number % 5 == 3:
        quoted, _ = _base(number + 1000, random.Random(f"quoted {number}"), origin)
        quoted |= {"reply_count": 1, "retweet_count": 2, "self_thread": {"id_str": quoted["id_str"]}}
        if number % 10 == 3:
            quoted["mediaDetails"] = [_photo(f"{number}-q", 0, chance, origin, kind)]
        document["quoted_tweet"] = quoted
    if number % 7 == 2:
        document |= {
            "in_reply_to_screen_name": PEOPLE[(number + 3) % len(PEOPLE)][1],
            "in_reply_to_status_id_str": str(1_579_000_000_000_000_000 + number),
        }
    return Post(document=document, expect=words)


def _base(number: int, chance: random.Random, origin: str) -> tuple[dict[str, Any], str]:
    language = list(SENTENCES)[number % len(SENTENCES)]
    name, handle = PEOPLE[number % len(PEOPLE)]
    words = " ".join(chance.choices(SENTENCES[language], k=1 + number % 4))
    text = f"{words} ({number})"
    if number % 4 == 1:
        text += " " + "".join(chance.sample(EMOJI, 3))
    if number % 11 == 5:
        text += "\n\n" + POLL
    entities: dict[str, list[dict[str, Any]]] = {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []}
    if number % 3 == 1:
        text += " "
        entities["hashtags"].append({"indices": [len(text), len(text) + 7], "text": "bridge"})
        text += "#bridge"
    if number % 3 == 2:
        text += " "
        link = "https://t.co/" + "".join(chance.choices("abcdefghijkmnpqrstuvwxyz", k=10))
        told = {"display_url": "example.org/report", "expanded_url": "https://example.org/report", "url": link}
        entities["urls"].append({**told, "indices": [len(text), len(text) + len(link)]})
        text += link
    document = {
        "__typename": "Tweet",
        "lang": language,
        "created_at": f"2025-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00.000Z",
        "display_text_range": [0, len(text)],
        "entities": entities,
        "id_str": str(1_600_000_000_000_000_000 + number),
        "text": text,
        "user": _user(number, name, handle, origin),
        "edit_control": {
            "edit_tweet_ids": [],
            "editable_until_msecs": "0",
            "is_edit_eligible": False,
            "edits_remaining": "5",
        },
        "isEdited": False,
        "isStaleEdit": False,
        "favorite_count": chance.randrange(2_000_000),
        "conversation_count": chance.randrange(3000),
        "news_action_type": "conversation",
    }
    return document, f"{words} ({number})"


def _user(number: int, name: str, handle: str, origin: str) -> dict[str, Any]:
    return {
        "id_str": str(number % len(PEOPLE) + 1),
        "name": name,
        "screen_name": handle,
        "profile_image_url_https": f"{origin}/avatar/{handle}.png",
        "profile_image_shape": "Square" if number % 9 == 0 else "Circle",
        "verified": False,
        "is_blue_verified": number % 4 == 0,
    }


def _photo(key: str, place: int, chance: random.Random, origin: str, kind: str) -> dict[str, Any]:
    width, height = chance.choice(((1200, 675), (1200, 900), (900, 1200), (1200, 1200)))
    sizes = {name: {"w": width, "h": height, "resize": "fit"} for name in ("large", "medium", "small", "thumb")}
    return {
        "type": "photo",
        "display_url": f"pic.example.org/{key}",
        "expanded_url": f"{origin}/photo/{key}",
        "ext_alt_text": f"Picture {place + 1} of {key}",
        "ext_media_availability": {"status": "Available"},
        "ext_media_color": {"palette": []},
        "indices": [0, 0],
        "media_url_https": f"{origin}/photo/{kind}/{key}_{width}x{height}.jpg",
        "original_info": {"height": height, "width": width, "focus_rects": []},
        "sizes": sizes,
        "url": f"{origin}/photo/{key}",
    }
