"""Pages that say little, and pages that speak of what notices say; all made up by us."""

from tests.browser.walls import STYLE, WORDS, plain

NOTICES = {
    "a failure in words that no table has": plain("Ups", "Da ist etwas danebengegangen, wir schauen es uns an."),
    "an answer of a program": '{"errors":[{"code":34,"message":"Sorry, that page does not exist."}]}',
    "a cache that found nobody": "<h1>Error 503 Backend fetch failed</h1><h3>Guru Meditation:</h3><p>XID: 1231</p><hr><p>Varnish cache server</p>",
    "a login in Greek": plain("Chirper", "Συνδεθείτε για να συνεχίσετε", "<button>Σύνδεση</button>"),
    "a shop of apps": plain("Chirper is better in the app", "Open the app to see this post.", "<button>Open app</button>"),
    "cookies in Dutch": plain("Cookies op Chirper", "Wij plaatsen cookies om de site te verbeteren. Ga je akkoord?", "<button>Ja</button>"),
    "a logo": STYLE + "<div style='width:256px;height:256px;margin:200px auto;background:#18f;border-radius:50%'></div>",
    "a skeleton that is drawn": STYLE + "<svg width=400 height=160><rect width=400 height=160 fill='#eee'/><circle cx=20 cy=20 r=20 fill='#ddd'/></svg>",
    "a broken ground": STYLE + "<main style='height:300px;background:url(/no.jpg) #eee'></main>",
    "a wall in Welsh over a page": STYLE + f"<article><p>{WORDS}</p></article><div style='position:fixed;inset:0;background:#fff'><div role=dialog style='padding:90px'><h2>Rydym yn eich parchu</h2><p>Dewiswch cyn mynd ymlaen.</p><button>Iawn</button></div></div>",
}  # fmt: skip
"""None of them is complete where nothing is known that it should say."""

STORY = f"<article><h1>The night of the outage</h1><time datetime=2024-05-04>4 May</time><p>{WORDS}</p>{{}}</article>"
TELLING = {
    "an article that quotes a wall": STORY.format("<p>Please log in to continue, it said. Something went wrong.</p>"),
    "an article under which one may log in": STORY.format("") + "<p>Log in to see replies.</p>",
    "a page that quotes failures": plain("“Something went wrong”: the night of the outage", f"{WORDS} Those who called the portal read “access denied” and “too many requests”, and the council asks for a better one."),
    "a page about cookies to eat": plain("Cookies", "Before you continue, heat the oven to 180 degrees. Accept all that the dough gives you. We use cookies as decoration for the tree each year, and the children eat them before Christmas."),
    "a page with a login at its foot": plain("A report", f"{WORDS} {WORDS} {WORDS}") + "<footer><input type=password> <button>Log in</button></footer>",
    "words in the colours of a gradient": STYLE + f"<article style='background:linear-gradient(90deg,#06c,#c06);-webkit-background-clip:text;color:transparent'><time>4 May</time><p>{WORDS}</p></article>",
    "a word of single letters": STYLE + f"<article><time>4 May</time><p>{''.join(f'<span>{each}</span>' for each in 'Firefighters: ' + WORDS)}</p></article>",
    "a post in the shadow of its element": STYLE + "<script>customElements.define('a-post', class extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = "
    f"'<article><time>4 May</time><p>{WORDS}</p></article>' }} }})</script><a-post></a-post>",
}  # fmt: skip
"""All of them are complete, whether their words are known or not."""

LATE = f"document.querySelector('#app').innerHTML = `<article><time>4 May</time><p>{WORDS}</p></article>`"
RESTLESS = {
    "a clock that ticks": "setInterval(() => clock.textContent = Date.now(), 40)",
    "a poll of its own": "const poll = () => fetch('/tick?' + Math.random()).finally(() => setTimeout(poll, 5)); poll(); poll()",
    "a font that never comes": "document.head.insertAdjacentHTML('beforeend', '<style>@font-face{font-family:No;src:url(/never.woff2)}article{font-family:No}</style>')",
    "a question that is never answered": "fetch('/never')",
}
"""Scripts of a page that never comes to rest though its post is there."""
