"""YouTube: oEmbed, the player page (which wants a Referer), the watch page, thumbnails and short links."""

import re
from html import escape
from urllib.parse import parse_qs, urlsplit

from tests.replica import ids, pictures
from tests.replica.records import Fate, Video
from tests.replica.site import Answer, Ask, Site, document, embedded_json, missing, page, picture, redirect
from tests.replica.world import World

video_site = Site("www.youtube.com", "youtube.com", "m.youtube.com", "www.youtube-nocookie.com")
short = Site("youtu.be")
thumbnails = Site("i.ytimg.com", "img.youtube.com")
channels = Site("yt3.ggpht.com")
SITES = (video_site, short, thumbnails, channels)

VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
SIZES = {"default": 120, "mqdefault": 320, "hqdefault": 480, "sddefault": 640, "maxresdefault": 1280}
REASONS = {
    Fate.DELETED: ("ERROR", "This video has been removed by the uploader"),
    Fate.REMOVED: ("ERROR", "This video has been removed for violating YouTube’s Terms of Service"),
    Fate.PROTECTED: ("LOGIN_REQUIRED", "Private video"),
    Fate.AGE_GATED: ("LOGIN_REQUIRED", "Sign in to confirm your age"),
    Fate.WITHHELD: ("UNPLAYABLE", "The uploader has not made this video available in your country"),
    Fate.SUSPENDED: (
        "ERROR",
        "This video is no longer available because the YouTube account associated with it has been terminated.",
    ),
    Fate.ACCOUNT_GONE: (
        "ERROR",
        "This video is no longer available because the uploader has closed their YouTube account.",
    ),
}
NO_REFERER = "Error 153"


def _asked_id(url: str) -> str:
    parts = urlsplit(url)
    if parts.hostname == "youtu.be" or parts.path.startswith(("/embed/", "/shorts/", "/live/")):
        return parts.path.rstrip("/").rpartition("/")[2]
    return parse_qs(parts.query).get("v", [""])[0]


def _video(world: World, key: str) -> Video | None:
    video = world.records.get(key)
    return video if isinstance(video, Video) else None


@video_site.at(r"/oembed")
def oembed(ask: Ask, _: re.Match[str]) -> Answer:
    """Title, channel and thumbnail; refusals are a status with a word of plain text."""
    url = ask.query.get("url", "")
    if ask.scheme == "http" or url.startswith("http:"):
        return _word(403, "Forbidden")
    key = _asked_id(url)
    if not VIDEO_ID.fullmatch(key):
        return _word(400, "Bad Request")
    video = _video(ask.world, key)
    if video is None or video.fate in {Fate.DELETED, Fate.REMOVED, Fate.SUSPENDED, Fate.ACCOUNT_GONE}:
        return _word(404, "Not Found")
    if video.fate is Fate.PROTECTED:
        return _word(403, "Forbidden")
    if not video.embeddable:
        return _word(401, "Unauthorized")
    frame = f'<iframe width="200" height="113" src="https://www.youtube.com/embed/{key}?feature=oembed" frameborder="0" allowfullscreen title="{escape(video.title)}"></iframe>'
    return document(
        {
            "title": video.title,
            "author_name": video.channel,
            "author_url": f"https://www.youtube.com/@{video.handle}",
            "type": "video",
            "height": 113,
            "width": 200,
            "version": "1.0",
            "provider_name": "YouTube",
            "provider_url": "https://www.youtube.com/",
            "thumbnail_height": 360,
            "thumbnail_width": 480,
            "thumbnail_url": f"https://i.ytimg.com/vi/{key}/hqdefault.jpg",
            "html": frame,
        }
    )


@video_site.at(r"/embed/(?P<id>[A-Za-z0-9_-]{11})")
def player(ask: Ask, match: re.Match[str]) -> Answer:
    """The player with its poster; without a Referer, error 153."""
    video = _video(ask.world, match["id"])
    if "referer" not in ask.headers:
        return _player_error("Video player configuration error", NO_REFERER)
    if video is None:
        return _player_error("Video unavailable", "This video is unavailable")
    if video.fate is not Fate.LIVE:
        return _player_error("Video unavailable", REASONS[video.fate][1])
    if not video.embeddable:
        return _player_error("Video unavailable", "Playback on other websites has been disabled by the video owner")
    return page(
        "youtube-player.html",
        id=video.id,
        title=video.title,
        channel=video.channel,
        handle=video.handle,
        length=f"{video.seconds // 60}:{video.seconds % 60:02}",
    )


@video_site.at(r"/watch|/shorts/(?P<id>[A-Za-z0-9_-]{11})")
def watch(ask: Ask, match: re.Match[str]) -> Answer:
    """The watch page: 200 for everything, what counts is in its script."""
    key = match["id"] or ask.query.get("v", "")
    video = _video(ask.world, key)
    live = video is not None and video.fate is Fate.LIVE
    status, reason = ("OK", "") if live else REASONS[video.fate if video else Fate.DELETED]
    value: dict[str, object] = {"playabilityStatus": {"status": status, "reason": reason}}
    title = ""
    if video and live:
        title = video.title
        value["videoDetails"] = {
            "videoId": key,
            "title": title,
            "author": video.channel,
            "lengthSeconds": str(video.seconds),
        }
        value["microformat"] = {
            "playerMicroformatRenderer": {"publishDate": ids.iso(video.published), "isUnlisted": False}
        }
    return page("youtube-watch.html", id=key, title=title, reason=reason or title, raw_response=embedded_json(value))


@short.at(r"/(?P<id>[A-Za-z0-9_-]{11})")
def short_link(_: Ask, match: re.Match[str]) -> Answer:
    """To the watch page."""
    return redirect(f"https://www.youtube.com/watch?v={match['id']}&feature=youtu.be", status=303)


@thumbnails.at(r"/vi(?:_webp)?/(?P<id>[A-Za-z0-9_-]{11})/(?P<size>[a-z]+)\.(?:jpg|webp)")
def thumbnail(ask: Ask, match: re.Match[str]) -> Answer:
    """The poster; of a video that is gone nothing is left."""
    video = _video(ask.world, match["id"])
    if video is None or video.fate is not Fate.LIVE:
        return missing()
    return picture(pictures.photograph(video.picture, SIZES.get(match["size"], 480)), "image/jpeg")


@channels.at(r"/(?P<handle>[a-z0-9_]+)=s\d+")
def channel_mark(_: Ask, match: re.Match[str]) -> Answer:
    """The channel's mark."""
    return picture(pictures.avatar(match["handle"], match["handle"]), "image/png")


def _word(status: int, word: str) -> Answer:
    return Answer(status=status, body=word.encode(), media_type="text/plain; charset=utf-8")


def _player_error(reason: str, detail: str) -> Answer:
    return page("youtube-error.html", reason=reason, detail=detail)
