"""Look-alikes of posts that keep something folded or covered, with the marks that public sources document, and our words.

Each stands twice on its page: as the post, and once more outside of it, where nothing may be pressed. What is written on
the buttons is in no language we know: they are known by their marks alone. `{cover}` is the warned picture, hidden until
the button at `{press}` is pressed; `{rest}` the end of a long text.
"""

from dataclasses import dataclass

WORDS = "The harbour is closed until Sunday, said the harbour master, because the crane has to be taken down in parts."
BEGUN = 42
"""Letters of the words that are there from the beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """One post that has to be opened."""

    platform: str
    post_id: str
    html: str
    way: int = 0
    """Which of the platform's framings is looked at."""
    labels: tuple[str, ...] = ()
    pressed: int = 1


BEGIN = WORDS[:BEGUN]
FOLDED = {
    "x-sensitive": Folded(
        platform="x", post_id="1787",
        html=f"""<article><time>4 May</time><p>{WORDS}</p><div><div><span>Zjistit <a href="/settings/content_you_see">wixos</a></span></div><div role=button tabindex=0 {{press}}>Vooda</div></div>
{{cover}}<div role=group><button {{trap}}>Reply</button></div></article>""",
    ),
    "x-long": Folded(
        platform="x", post_id="1788",
        html=f"""<article><time>4 May</time><p>{BEGIN}{{rest}}</p><button data-testid=tweet-text-show-more-link {{press}}>Vooda</button>{{cover}}
<div role=link><p>Somebody else</p><button data-testid=tweet-text-show-more-link {{trap}}>Vooda</button></div></article>""",
    ),
    "mastodon": Folded(
        platform="mastodon", post_id="social.example.org/112233", pressed=2,
        html=f"""<div class=detailed-status><div class=content-warning><p>CW</p><button class=link-button {{press}}>Vooda</button></div><p>{BEGIN}{{rest}}</p>
<div class=spoiler-button><button class=spoiler-button__overlay {{press}}><span>Vooda</span></button></div>{{cover}}<button {{trap}}>Boost</button></div>""",
    ),
    "mastodon-before-4.3": Folded(
        platform="mastodon", post_id="social.example.org/112234", pressed=2,
        html=f"""<div class=detailed-status><p>CW <button class=status__content__spoiler-link {{press}}>Vooda</button></p><p>{BEGIN}{{rest}}</p>
<button class=media-spoiler {{press}}></button>{{cover}}<button aria-expanded=true class=media-spoiler {{trap}}>Boost</button></div>""",
    ),
    "truthsocial": Folded(
        platform="truthsocial", post_id="112233445566778899", labels=("sensitive",),
        html=f"""<div data-testid=status><p>{WORDS}</p><div data-testid=sensitive-overlay><button {{press}}>Vooda</button><button aria-haspopup=menu {{trap}}>…</button></div>{{cover}}</div>""",
    ),
    "bluesky": Folded(
        platform="bluesky", post_id="did:plc:abcdefghijklmnopqrstuvwx/3kxyz", labels=("nudity",),
        html=f"""<div data-testid="postThreadItem-by-mira"><p>{WORDS}</p><div data-testid=contentHider-post><button {{press}}><div><svg width=9 height=9></svg><div>Wixos</div><div>Vooda</div></div></button>
<button {{trap}}>Wixos</button>{{cover}}</div><div data-testid=contentHider-embed><button {{trap}}><div><svg width=9 height=9></svg><div>Wixos</div></div></button></div></div>""",
    ),
    "reddit": Folded(
        platform="reddit", post_id="abc123", way=1, pressed=2,
        html=f"""<shreddit-post style="display:block"><h1>{BEGIN}{{rest}}</h1><button id=t3_abc123-read-more-button {{press}}>Vooda</button><shreddit-blurred-container reason=nsfw><template shadowrootmode=open><button
 {{press}}>Vooda</button><slot></slot></template>{{cover}}</shreddit-blurred-container><button {{trap}}>Share</button></shreddit-post>""",
    ),
    "facebook": Folded(
        platform="facebook", post_id="zuck/10102577175875681",
        html=f"""<div class=_li><div><abbr data-utime=1>4 May</abbr><div data-testid=post_message><p>{BEGIN}{{rest}}<span class=text_exposed_link><a href="#" {{press}}>Vooda</a></span></p></div>{{cover}}<button {{trap}}>Like</button></div></div>""",
    ),
    "linkedin": Folded(
        platform="linkedin", post_id="7190000000000000000",
        html=f"""<article><p>{BEGIN}{{rest}}</p><button data-feed-action=see-more-post {{press}}>Vooda</button>{{cover}}<button {{trap}}>Like</button></article>""",
    ),
    "telegram": Folded(
        platform="telegram", post_id="durov/42",
        html=f"""<div class=tgme_widget_message><div class=tgme_widget_message_bubble><div class=tgme_widget_message_text>{BEGIN}{{rest}}<tg-spoiler {{press}}>Vooda</tg-spoiler></div>{{cover}}<button {{trap}}>…</button></div></div>""",
    ),
    "tiktok": Folded(
        platform="tiktok", post_id="7106594312292453675", pressed=2,
        html=f"""<div id=app><div data-e2e=Player-index-Wrapper><div class="css-1-DivMask"><button {{press}}>Vooda</button></div>{{cover}}<p>{BEGIN}{{rest}}</p><button class="css-2-ButtonExpand" {{press}}>Vooda</button><button {{trap}}>Like</button></div></div>""",
    ),
    "vk": Folded(
        platform="vk", post_id="wall-1_45",
        html=f"""<div id="post-1_45" class=wall_item><div class=wall_post_cont>{BEGIN}{{rest}}<a class=wall_post_more {{press}}>Vooda</a>{{cover}}<button {{trap}}>Like</button></div></div>""",
    ),
}  # fmt: skip

PAGE = """<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><style>body{{margin:0;font:15px sans-serif}}.rest,.cover{{display:none}}
.open .rest{{display:inline}}.open .cover{{display:block;width:300px;height:120px;background:#ff0090}}</style>{post}
<script>let left = {pressed};const unfold = (event, button) => {{ event.preventDefault(); event.stopPropagation(); button.remove(); left -= 1; if (!left) document.body.className = "open" }};
const trap = () => fetch("/trap");</script>"""


def page(one: Folded) -> str:
    """Give the page of a look-alike, with its double before it and after it that must be left alone."""
    press, trap = 'onclick="unfold(event, this)"', 'onclick="trap()"'
    rest, cover = f"<span class=rest>{WORDS[BEGUN:]}</span>", "<div class=cover></div>"
    post = one.html.format(press=press, trap=trap, rest=rest, cover=cover)
    double = one.html.format(press=trap, trap=trap, rest="", cover="")
    for mark in MARKS:
        double = double.replace(mark, "other")
    return PAGE.format(post=f"{post}<aside>{double}</aside>", pressed=one.pressed)


MARKS = (
    "<article", "</article", "detailed-status", "data-testid=status>", "postThreadItem", "shreddit-post", "_li", "id=t3_abc123",
    "tgme_widget_message ", "class=tgme_widget_message>", "Player-index-Wrapper", "id=app", 'id="post-1_45"',
)  # fmt: skip
"""What makes the double a post; without them it is something beside it."""
