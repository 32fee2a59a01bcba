"""Ways in which a web page can make its browser connect somewhere: each one a page that aims at a canary.

In the text of a page `CANARY` is the canary's origin, `HOSTPORT` its host and port, `PORT` its port alone. `FILES` of
a vector stand beside its page; `hop` there redirects to the canary. A page marks itself with `#done` once it has tried.
"""

from dataclasses import dataclass, field

_DONE = "<script>setTimeout(() => document.body.append(Object.assign(document.createElement('p'), {id: 'done', textContent: 'tried'})), 700)</script>"


@dataclass(frozen=True, kw_only=True)
class Vector:
    name: str
    html: str
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    """How the canary's host is spelt."""
    secure: bool = False
    """The page comes over TLS, for what browsers allow there only."""
    alone: bool = False
    """The page must be a tab's own; the others are played several at a time, as frames of one page."""


def page(vector):
    """The whole page of a vector."""
    return f"<!doctype html><meta charset=utf-8><title>{vector.name}</title><body>{vector.html}{_DONE}"


def _script(name, text, **more):
    return Vector(name=name, html=f"<script>{text}</script>", **more)


def _tag(name, text, **more):
    return Vector(name=name, html=text, **more)


_FORM = "<form id=f method=post action=CANARY/{name} {more}><input name=a value=b></form><script>f.submit()</script>"
_RULES = '<script type=speculationrules>{"KIND": [{"source": "list", "urls": ["CANARY/KIND"], "eagerness": "immediate"}]}</script>'
_CALL = "fetch('CANARY/worker', {mode: 'no-cors'}).catch(() => 0)"
_PEER = (
    "const p = new RTCPeerConnection({iceServers: [{urls: 'SERVER', username: 'u', credential: 'c'}]});"
    "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))"
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

VECTORS = (
    _tag("img", "<img src=CANARY/img>"),
    _tag("picture-srcset", "<picture><source srcset='CANARY/srcset 1x'><img src=data:,></picture>"),
    _tag("script", "<script src=CANARY/script></script>"),
    _tag("module-script", "<script type=module src=CANARY/module></script>"),
    _tag("stylesheet", "<link rel=stylesheet href=CANARY/css>"),
    _tag("css-import", "<style>@import url(CANARY/import);</style>"),
    _tag("css-background", "<style>body { background: url(CANARY/background) }</style>"),
    _tag(
        "css-font", "<style>@font-face { font-family: x; src: url(CANARY/font) } body { font-family: x }</style>words"
    ),
    _tag("iframe", "<iframe src=CANARY/iframe></iframe>"),
    _tag("iframe-srcdoc", "<iframe srcdoc='<img src=CANARY/srcdoc>'></iframe>"),
    _tag("object", "<object data=CANARY/object></object>"),
    _tag("embed", "<embed src=CANARY/embed>"),
    _tag("video", "<video src=CANARY/video autoplay muted></video>"),
    _tag("video-poster", "<video poster=CANARY/poster></video>"),
    _tag("audio", "<audio src=CANARY/audio preload=auto></audio>"),
    _tag("track", "<video crossorigin><track default src=CANARY/track></video>"),
    _script("fetch", "fetch('CANARY/fetch', {mode: 'no-cors'}).catch(() => 0)"),
    _script("xhr", "const x = new XMLHttpRequest(); x.open('GET', 'CANARY/xhr'); x.send()"),
    _script("websocket", "new WebSocket('ws://HOSTPORT/ws')"),
    _script("eventsource", "new EventSource('CANARY/events')"),
    _script("beacon", "navigator.sendBeacon('CANARY/beacon', 'x')"),
    _script(
        "keepalive", "fetch('CANARY/keepalive', {mode: 'no-cors', keepalive: true, method: 'POST'}).catch(() => 0)"
    ),
    _tag("ping", "<a id=a href=#x ping=CANARY/ping>x</a><script>a.click()</script>"),
    _tag("form", _FORM.format(name="form", more=""), alone=True),
    _tag("form-blank", _FORM.format(name="blank", more="target=_blank"), alone=True),
    _tag("form-iframe", "<iframe name=i></iframe>" + _FORM.format(name="into", more="target=i")),
    _script("popup", "open('CANARY/popup')", alone=True),
    _script("popup-noopener", "open('CANARY/noopener', '_blank', 'noopener')", alone=True),
    _tag("link-blank", "<a id=a target=_blank href=CANARY/link>x</a><script>a.click()</script>", alone=True),
    _script("worker", "new Worker('w.js')", files={"w.js": ("text/javascript", _CALL)}),
    _script(
        "worker-import", "new Worker('w.js')", files={"w.js": ("text/javascript", "importScripts('CANARY/imported')")}
    ),
    _script("shared-worker", "new SharedWorker('w.js')", files={"w.js": ("text/javascript", _CALL)}),
    _script(
        "service-worker",
        "navigator.serviceWorker.register('w.js').catch(() => 0)",
        files={"w.js": ("text/javascript", _CALL)},
        secure=True,
        alone=True,
    ),
    _tag("speculation-prefetch", _RULES.replace("KIND", "prefetch"), secure=True, alone=True),
    _tag("speculation-prerender", _RULES.replace("KIND", "prerender"), secure=True, alone=True),
    _tag("prefetch", "<link rel=prefetch href=CANARY/prefetch>", alone=True),
    _tag("preconnect", "<link rel=preconnect href=CANARY>", alone=True),
    _tag("dns-prefetch", "<link rel=dns-prefetch href=//canary.internal.example>"),
    _tag("preload", "<link rel=preload as=image href=CANARY/preload>"),
    _tag("modulepreload", "<link rel=modulepreload href=CANARY/modulepreload>"),
    _tag("manifest", "<link rel=manifest href=CANARY/manifest>", alone=True),
    _tag("favicon", "<link rel=icon href=CANARY/favicon>", alone=True),
    _script("redirect-nav", "location = 'hop'", alone=True),
    _script("redirect-fetch", "fetch('hop', {mode: 'no-cors'}).catch(() => 0)"),
    _tag("redirect-iframe", "<iframe src=hop></iframe>"),
    _tag("redirect-img", "<img src=hop>"),
    _tag("redirect-script", "<script src=hop></script>"),
    _script("nav", "location = 'CANARY/nav'", alone=True),
    _tag("meta-refresh", "<meta http-equiv=refresh content='0; url=CANARY/refresh'>", alone=True),
    _tag("link-header-preload", "x", headers={"Link": "<CANARY/header>; rel=preload; as=image"}),
    _tag("refresh-header", "x", headers={"Refresh": "0; url=CANARY/refresh-header"}, alone=True),
    _tag(
        "csp-report-uri",
        "<img src=data:,x>",
        headers={"Content-Security-Policy": "img-src 'none'; report-uri CANARY/report"},
    ),
    _tag("svg-image", _SVG + "<image href='CANARY/svg-image' width='9' height='9'/></svg>"),
    _tag("svg-use", _SVG + "<use href='CANARY/use.svg#x'/></svg>"),
    _tag(
        "svg-in-object",
        "<object data=x.svg></object>",
        files={"x.svg": ("image/svg+xml", _SVG + "<image href='CANARY/inner' width='9' height='9'/></svg>")},
    ),
    _tag(
        "svg-foreign-object",
        _SVG
        + "<foreignObject width='9' height='9'><img xmlns='http://www.w3.org/1999/xhtml' src='CANARY/foreign'/></foreignObject></svg>",
    ),
    _tag(
        "xsl",
        "<iframe src=x.xml></iframe>",
        files={
            "x.xml": ("text/xml", "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='CANARY/x.xsl'?><a/>")
        },
    ),
    _tag(
        "xml-entity",
        "<iframe src=x.xml></iframe>",
        files={"x.xml": ("text/xml", "<!DOCTYPE a [<!ENTITY e SYSTEM 'CANARY/entity'>]><a>&e;</a>")},
    ),
    _script("webrtc-stun", _PEER.replace("SERVER", "stun:HOSTPORT")),
    _script("webrtc-turn-udp", _PEER.replace("SERVER", "turn:HOSTPORT?transport=udp")),
    _script("webrtc-turn-tcp", _PEER.replace("SERVER", "turn:HOSTPORT?transport=tcp")),
    _script(
        "webtransport",
        "try { new WebTransport('https://HOSTPORT/wt').ready.catch(() => 0) } catch (e) {}",
        secure=True,
        alone=True,
    ),
    _tag("host-localhost", "<img src=CANARY/a>", host="localhost"),
    _tag("host-localhost-dot", "<img src=CANARY/a>", host="localhost."),
    _tag("host-sub-localhost", "<img src=CANARY/a>", host="app.localhost"),
    _tag("host-short", "<img src=CANARY/a>", host="127.1"),
    _tag("host-decimal", "<img src=CANARY/a>", host="2130706433"),
    _tag("host-octal", "<img src=CANARY/a>", host="0177.0.0.1"),
    _tag("host-hex", "<img src=CANARY/a>", host="0x7f000001"),
    _tag("host-zero", "<img src=CANARY/a>", host="0.0.0.0"),
    _tag("host-other-loopback", "<img src=CANARY/a>", host="127.0.0.1."),
    _tag("host-full-width", "<img src=CANARY/a>", host="１２７.0.0.1"),
    _tag("host-ipv6", "<img src=CANARY/a>", host="[::1]"),
    _tag("host-ipv4-mapped", "<img src=CANARY/a>", host="[::ffff:127.0.0.1]"),
    _tag("host-userinfo", "<img src=http://posts.example.org@HOSTPORT/a>"),
    _tag("host-backslash", "<img src='http:\\\\HOSTPORT/a'>"),
    _tag("metadata", "<img src=http://169.254.169.254/latest/meta-data/><iframe src=http://169.254.169.254/></iframe>"),
    _tag("metadata-name", "<iframe src=http://metadata.google.internal/></iframe>"),
    _tag("private-network", "<iframe src=http://10.0.0.1/></iframe><iframe src=http://192.168.1.1/></iframe>"),
    _tag("nat64", "<iframe src=http://[64:ff9b::7f00:1]/></iframe>"),
    _tag("dns-to-loopback", "<iframe src=http://inside.example.net/></iframe>"),
    _tag("dns-mixed-answers", "<iframe src=http://mixed.example.net/></iframe>"),
    _script(
        "dns-rebinding",
        "const a = () => fetch('http://rebound.example.net/?' + Math.random(), {mode: 'no-cors', cache: 'no-store'}).catch(() => 0); a(); setTimeout(a, 200); setTimeout(a, 400)",
    ),
    _tag("redirect-to-metadata", "<iframe src=http://redirector.example.net/></iframe>"),
)

_FRAMES = 12
_TOGETHER = tuple(vector for vector in VECTORS if not vector.alone)
GROUPS = tuple((vector,) for vector in VECTORS if vector.alone) + tuple(
    _TOGETHER[at : at + _FRAMES] for at in range(0, len(_TOGETHER), _FRAMES)
)
"""What is played in one visit."""


def group_page(group):
    """A page that shows several vectors."""
    frames = "".join(f"<iframe src=/{vector.name}/></iframe>" for vector in group)
    return f"<!doctype html><meta charset=utf-8><title>several</title><body>{frames}{_DONE}"
