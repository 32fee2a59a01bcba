"""Look-alikes of the pages on which platforms show single posts: their documented marks, our own words and pictures.

Each holds something that is easily lost: a quoted post, a poll, a warning, a gallery, a poster, text from right to left.
`{media}` is where its picture comes from.
"""

from dataclasses import dataclass

STYLE = """<style>@font-face{font-family:House;src:url(/house.ttf)}
body{margin:0;background:#fff;color:#0f1419;font:15px/1.45 House,sans-serif}b{font-weight:bold}small,time{color:#536471}
.card{border:1px solid #cfd9de;border-radius:14px;padding:14px;margin:8px;max-width:500px}.inner{border:1px solid #cfd9de;
border-radius:12px;padding:10px;margin-top:10px}.card img{width:100%;height:180px;object-fit:cover;border-radius:10px;display:block;
margin-top:8px}.bar{position:fixed;left:0;right:0;bottom:0;background:#123;color:#fff;padding:12px}.poll div{background:#e3ecf8;margin:6px 0;padding:5px 8px;border-radius:5px}button{font:inherit}</style>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """One platform's page with one post."""

    platform: str
    post_id: str
    words: str
    """What the platform's documents say the post says."""
    html: str
    pressed: tuple[str, ...] = ()
    """Buttons behind which a part of it waits."""


X = "Перший вантажний потяг за одинадцять років 🚆 прибув на станцію о сьомій ранку."
INSTAGRAM = "Low tide at the old pier, and three more pictures behind this one. #harbour 🌊⚓"
FACEBOOK = "The road to Meersburg stays closed until Sunday, the town said, because the bridge needs new bearings."
TIKTOK = "عبّارة الصباح في الميناء القديم، هكذا بدا اليوم الأول بعد العاصفة."
YOUTUBE = "港の朝：嵐のあとの最初のフェリー【字幕】"
BLUESKY = "Nobody had told the lighthouse keeper that the light was to be switched off."
THREADS = "오늘 아침 항구에서 찍은 사진입니다. 첫 배가 들어왔습니다."
MASTODON = "Which of the two harbours should be dredged first? Both need it, one can pay."
REDDIT = "The ferry company answered my letter after nine years, here is what it said"
TELEGRAM = "נמל העיר נפתח מחדש אחרי הסערה; the first ship (MS Möwe) came in at 07:40, שלוש שעות באיחור."
LINKEDIN = "Nach vierzig Jahren im Hafenamt gehe ich heute zum letzten Mal über den Steg. Danke euch allen."
VK = "Порт открыт после шторма: первое судно пришло в 7:40, с опозданием на три часа."
VIMEO = "A film about the harbour"

LOOKALIKES = (
    Lookalike(
        platform="x", post_id="1787", words=X,
        html=f"""<div id=app><article class=card><b>Mira Lenz</b> <small>@mira</small><div lang=uk>{X}</div><img src="{{media}}">
<div class=inner><b>Station</b> <small>@station</small><div>Track four is open again.</div></div><time>07:12 · 4 May 2024</time></article></div>""",
    ),
    Lookalike(
        platform="instagram", post_id="C6abcDEfgh1", words=INSTAGRAM,
        html=f"""<div class="Embed card"><a class=UsernameText>mira.lenz</a><div class=Content><img class=EmbeddedMediaImage src="{{media}}">
<small>1 / 4</small></div><div class=Caption><b>mira.lenz</b> {INSTAGRAM}</div></div>""",
    ),
    Lookalike(
        platform="facebook", post_id="zuck/10102577175875681", words=FACEBOOK, pressed=("See more",),
        html=f"""<div class=_li><div class=card><b>Town of Meersburg</b> <abbr data-utime=1714806077>4 May</abbr><div data-testid=post_message><p>{FACEBOOK[:45]}<span
 id=rest hidden>{FACEBOOK[45:]}</span> <a role=button href="#" onclick="document.getElementById('rest').hidden = false; this.remove(); return false">See more</a></p></div><img src="{{media}}"></div></div>""",
    ),
    Lookalike(
        platform="tiktok", post_id="7106594312292453675", words=TIKTOK,
        html=f"""<div id=app><div class=card data-e2e=Player-index-Wrapper><img src="{{media}}"><b>@mira</b><p dir=rtl lang=ar>{TIKTOK}</p><small>♬ original sound</small></div></div>""",
    ),
    Lookalike(
        platform="youtube", post_id="dQw4w9WgXcQ", words=YOUTUBE,
        html=f"""<div id=player><div class=html5-video-player style="position:relative;width:640px;height:360px;background:#000;color:#fff"><img src="{{media}}" width=640 height=360
 style="position:absolute;inset:0"><div class=ytp-cued-thumbnail-overlay style="position:absolute;inset:0"></div><div style="position:absolute;left:12px;top:10px;z-index:1">{YOUTUBE}</div></div></div>""",
    ),
    Lookalike(
        platform="bluesky", post_id="did:plc:abcdefghijklmnopqrstuvwx/3kxyz", words=BLUESKY,
        html=f"""<div id=app><div class=card><b>Mira Lenz</b> <a href="/profile/mira">@mira.example</a><p>{BLUESKY}</p><div class=inner><b>Keeper</b><p>They told me by letter.</p><img src="{{media}}"></div><time>4 May 2024</time></div></div>""",
    ),
    Lookalike(
        platform="threads", post_id="C6abcDEfgh1", words=THREADS,
        html=f"""<div class="OuterContainer card"><a class=HeaderLink href="https://www.threads.com/@mira">mira</a><div class=BodyTextContainer lang=ko>{THREADS}</div><div class=SoloMediaContainer><img src="{{media}}"></div></div>""",
    ),
    Lookalike(
        platform="mastodon", post_id="social.example.org/112233", words=MASTODON, pressed=("Show more",),
        html=f"""<div class="detailed-status card"><b>Mira</b> <small>@mira@social.example.org</small><p>CW: harbour politics <button onclick="document.getElementById('warned').hidden = false; this.remove()">Show more</button></p>
<div id=warned hidden><p>{MASTODON}</p><div class=poll><div>The old one · 61%</div><div>The new one · 39%</div></div></div><img src="{{media}}"></div>""",
    ),
    Lookalike(
        platform="reddit", post_id="abc123", words=REDDIT,
        html=f"""<shreddit-embed class=card style="display:block"><small>r/harbour · u/mira</small><h2>{REDDIT}</h2><img src="{{media}}"><small>412 upvotes</small></shreddit-embed>""",
    ),
    Lookalike(
        platform="telegram", post_id="durov/42", words=TELEGRAM,
        html=f"""<div class="tgme_widget_message card"><div class=tgme_widget_message_bubble><b>Harbour news</b><img src="{{media}}"><div class=tgme_widget_message_text dir=auto>{TELEGRAM}</div><small>1.2K views</small></div></div>""",
    ),
    Lookalike(
        platform="linkedin", post_id="activity:7190000000000000000", words=LINKEDIN,
        html=f"""<article class=card><b>Jonas Adler</b> <small>Hafenamt</small><p>{LINKEDIN}</p><img src="{{media}}"></article>""",
    ),
    Lookalike(
        platform="vk", post_id="-1_45", words=VK,
        html=f"""<div id=page_body><div class="wall_item card"><b>Порт</b><div class=wall_post_cont>{VK}<img src="{{media}}"></div></div></div>""",
    ),
    Lookalike(
        platform="vimeo", post_id="76979871", words="",
        html="""<div class=player style="position:relative;width:640px;height:360px;background:#000"><img src="{media}" width=640 height=360><h1 style="position:absolute;top:0;left:12px;color:#fff">A film about the harbour</h1></div>""",
    ),
)  # fmt: skip

PLAIN = "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>{style}{post}"
HARD = """<!doctype html><meta charset=utf-8><link rel=icon href='data:,'>{style}<div class="card skeleton" id=wait style="height:80px"></div>
<div id=feed></div><div style="height:{tail}px"></div>{banner}<script>
setInterval(() => fetch("https://www.google-analytics.com/collect?" + Math.random(), {{mode: "no-cors"}}).catch(() => 0), 60);
const more = () => {{ for (let n = 0; n < 8; n += 1) feed.insertAdjacentHTML("beforeend", "<div class=card>Something else altogether</div>") }};
addEventListener("scroll", more);
fetch("/late").then(() => setTimeout(() => {{ wait.outerHTML = {post}; more() }}, 150))</script>"""
"""Late content after a pause without traffic, a tracker that polls, a slow font, a banner, a feed without end."""
