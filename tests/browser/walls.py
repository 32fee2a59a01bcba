"""Pages that are no post: blank ones, skeletons, walls and failures, as they are met; all made up by us.

Each stands where a post was looked for. Name → (page, what a capture may call it).
"""

WORDS = "The mayor of Lindau resigned on Tuesday after the audit was published."
STYLE = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width"><link rel=icon href="data:,">
<style>body{margin:0;font:16px/1.5 sans-serif;background:#fff;color:#111}main,article{padding:20px;max-width:520px}
.veil{position:fixed;inset:0;background:rgba(0,0,0,.6);display:flex;align-items:center;justify-content:center}
.sheet{background:#fff;padding:30px;border-radius:12px;width:340px;text-align:center}button{padding:8px 18px}
.bar{height:14px;margin:12px 0;border-radius:7px;background:#e2e5ea}.spinner{width:48px;height:48px;border:5px solid #ddd;
border-top-color:#18f;border-radius:50%;margin:120px auto}</style>"""
POST = f"<article class=post><b>Ada Brandt</b> <span>@ada</span><p class=said>{WORDS}</p><time>10:41 · 4 May 2024</time></article>"
BARE = f"<main><article class=post><p class=said>{WORDS}</p></article></main>"


def veiled(words: str, more: str = "", post: str = POST) -> str:
    """Lay a sheet over a post."""
    return (
        f"{STYLE}{post}<div class=veil><div class=sheet role=dialog aria-modal=true><h2>{words}</h2>{more}</div></div>"
    )


def plain(title: str, words: str, more: str = "") -> str:
    """Say one thing on a page of its own."""
    return f"{STYLE}<title>{title}</title><main><h1>{title}</h1><p>{words}</p>{more}</main>"


BLANK = {
    "a white page": "<!doctype html><title>Post</title>",
    "an empty root of an app": f"{STYLE}<div id=root></div><script>console.log('up')</script>",
    "a spinner": f"{STYLE}<div class=spinner role=progressbar aria-label=Loading></div>",
    "a skeleton with a shimmer": STYLE
    + "<style>@keyframes sweep{to{background-position:200px}}.bar{animation:sweep 1s infinite;"
    "background-image:linear-gradient(90deg,#e2e5ea,#f4f5f7,#e2e5ea)}</style><article>"
    "<div class='bar skeleton' style='width:40%'></div><div class='bar skeleton'></div><div class='bar skeleton'></div></article>",
    "a skeleton with a logo": f"{STYLE}<article><b>Chirper</b><div class='skeleton bar'></div><div class='skeleton bar'></div></article>",
    "“loading” in Japanese": f"{STYLE}<main><p>読み込み中…</p></main>",
    "scripts wanted": plain("Chirper", "Please enable JavaScript to use this site."),
    "scripts wanted in German": plain("Chirper", "Bitte aktivieren Sie JavaScript, um diese Seite anzuzeigen."),
    "a boundary of errors": plain("Chirper", "Something went wrong. Try reloading.", "<button>Retry</button>"),
    "a failure in Ukrainian": plain("Помилка", "Щось пішло не так. Спробуйте пізніше."),
    "a failure in Arabic": plain("خطأ", "حدث خطأ. حاول مرة أخرى لاحقًا."),
    "a page for those who are offline": plain("You're offline", "Check your connection and reload."),
    "transparent words": STYLE + POST.replace("class=said", "style='color:transparent'").replace("Ada Brandt", ""),
    "white words on white": STYLE + POST.replace("class=post", "style='color:#fff'"),
    "faded words": STYLE + POST.replace("class=post", "class=post style='opacity:.02'"),
    "words beside the page": STYLE + POST.replace("class=post", "class=post style='position:absolute;left:-9000px'"),
    "words of no size": STYLE + POST.replace("class=post", "class=post style='font-size:1px'"),
    "words cut off by their frame": STYLE + "<style>.post{height:34px;overflow:hidden;padding-bottom:0}</style>" + POST,
    "a frame of one pixel": f"{STYLE}<iframe width=1 height=1 srcdoc='<p>{WORDS}</p>'></iframe>",
    "noise on a canvas": f"{STYLE}<canvas width=500 height=400></canvas><script>const pen=document.querySelector('canvas')"
    ".getContext('2d');for(let x=0;x<500;x+=5)for(let y=0;y<400;y+=5){pen.fillStyle=`hsl(${(x*7+y*13)%360} 80% 50%)`;"
    "pen.fillRect(x,y,5,5)}</script>",
    "a curtain over the page": f"{STYLE}{POST}<div style='position:fixed;inset:0;background:#fff'></div>",
    "another post": STYLE + POST.replace(WORDS, "Ten recipes for a rainy weekend with the children."),
}
WALL = {
    "a login over a blurred post": veiled("Log in to continue", "<input type=password>", POST.replace("<p", "<p style='filter:blur(9px)'")),
    "a login page": plain("Sign in", "Sign in to see posts from Ada.", "<form><input name=u><input type=password></form>"),
    "a login in Japanese": plain("ログイン", "この投稿を見るにはログインしてください。"),
    "a login in Russian": plain("Вход", "Войдите, чтобы увидеть эту запись.", "<button>Войти</button>"),
    "a login in Chinese": veiled("请先登录", "<p>登录后查看更多内容</p>"),
    "a check for humans": plain("Just a moment...", "Verifying you are human. This may take a few seconds.", "<div class=cf-turnstile style='height:65px'></div>"),
    "a puzzle": veiled("Drag the slider to fit the puzzle", "<div id=captcha-verify style='height:90px'></div>"),
    "a check in French": plain("Un instant…", "Vérifiez que vous êtes humain. Cela peut prendre quelques secondes."),
    "too many questions, said with 200": plain("Slow down", "Too many requests. Please wait a few minutes before you try again."),
    "too many questions in Spanish": plain("Error", "Demasiadas solicitudes. Inténtalo más tarde."),
    "a closed border": plain("Unavailable", "This content is not available in your country."),
    "a closed border in Ukrainian": plain("Недоступно", "Цей допис недоступний у вашій країні."),
    "a question for age": veiled("Are you over 18?", "<button>Yes</button> <button>No</button>"),
    "a question for age in German": plain("Altersbeschränkung", "Bitte bestätige dein Alter, um fortzufahren."),
    "a question for cookies and nothing else": veiled("We value your privacy", "<p>We and our partners store cookies.</p><button>Accept all</button>", ""),
    "a question for cookies in Italian": veiled("La tua privacy", "<p>Utilizziamo i cookie.</p><button>Accetta tutti</button>", ""),
}  # fmt: skip
