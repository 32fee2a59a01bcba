"""Ways in which a web page can make its browser connect somewhere: each one a page that aims at a canary.

In the text of a page `CANARY` is the canary's origin, `HOSTPORT` its host and port, `PORT` its port alone. `FILES` of
a vector stand beside its page; `hop` there redirects to the canary. A page marks itself with `#done` once it has tried.
"""

from tests.browser.ssrf.further import FURTHER
from tests.browser.ssrf.newer import NEWER
from tests.browser.ssrf.shape import DONE, script, tag

_FORM = "<form id=f method=post action=CANARY/{name} {more}><input name=a value=b></form><script>f.submit()</script>"
_RULES = '<script type=speculationrules>{"KIND": [{"source": "list", "urls": ["CANARY/KIND"], "eagerness": "immediate"}]}</script>'
_CALL = "fetch('CANARY/worker', {mode: 'no-cors'}).catch(() => 0)"
_PEER = (
    "const p = new RTCPeerConnection({iceServers: [{urls: 'SERVER', username: 'u', credential: 'c'}]});"
    "p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))"
)
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'

VECTORS = (
    tag("img", "<img src=CANARY/img>"),
    tag("picture-srcset", "<picture><source srcset='CANARY/srcset 1x'><img src=data:,></picture>"),
    tag("script", "<script src=CANARY/script></script>"),
    tag("module-script", "<script type=module src=CANARY/module></script>"),
    tag("stylesheet", "<link rel=stylesheet href=CANARY/css>"),
    tag("css-import", "<style>@import url(CANARY/import);</style>"),
    tag("css-background", "<style>body { background: url(CANARY/background) }</style>"),
    tag("css-font", "<style>@font-face { font-family: x; src: url(CANARY/font) } body { font-family: x }</style>words"),
    tag("iframe", "<iframe src=CANARY/iframe></iframe>"),
    tag("iframe-srcdoc", "<iframe srcdoc='<img src=CANARY/srcdoc>'></iframe>"),
    tag("object", "<object data=CANARY/object></object>"),
    tag("embed", "<embed src=CANARY/embed>"),
    tag("video", "<video src=CANARY/video autoplay muted></video>"),
    tag("video-poster", "<video poster=CANARY/poster></video>"),
    tag("audio", "<audio src=CANARY/audio preload=auto></audio>"),
    tag("track", "<video crossorigin><track default src=CANARY/track></video>"),
    script("fetch", "fetch('CANARY/fetch', {mode: 'no-cors'}).catch(() => 0)"),
    script("xhr", "const x = new XMLHttpRequest(); x.open('GET', 'CANARY/xhr'); x.send()"),
    script("websocket", "new WebSocket('ws://HOSTPORT/ws')"),
    script("eventsource", "new EventSource('CANARY/events')"),
    script("beacon", "navigator.sendBeacon('CANARY/beacon', 'x')"),
    script("keepalive", "fetch('CANARY/keepalive', {mode: 'no-cors', keepalive: true, method: 'POST'}).catch(() => 0)"),
    tag("ping", "<a id=a href=#x ping=CANARY/ping>x</a><script>a.click()</script>"),
    tag("form", _FORM.format(name="form", more=""), alone=True),
    tag("form-blank", _FORM.format(name="blank", more="target=_blank"), alone=True),
    tag("form-iframe", "<iframe name=i></iframe>" + _FORM.format(name="into", more="target=i")),
    script("popup", "open('CANARY/popup')", alone=True),
    script("popup-noopener", "open('CANARY/noopener', '_blank', 'noopener')", alone=True),
    tag("link-blank", "<a id=a target=_blank href=CANARY/link>x</a><script>a.click()</script>", alone=True),
    script("worker", "new Worker('w.js')", files={"w.js": ("text/javascript", _CALL)}),
    script(
        "worker-import", "new Worker('w.js')", files={"w.js": ("text/javascript", "importScripts('CANARY/imported')")}
    ),
    script("shared-worker", "new SharedWorker('w.js')", files={"w.js": ("text/javascript", _CALL)}),
    script(
        "service-worker",
        "navigator.serviceWorker.register('w.js').catch(() => 0)",
        files={"w.js": ("text/javascript", _CALL)},
        secure=True,
        alone=True,
    ),
    tag("speculation-prefetch", _RULES.replace("KIND", "prefetch"), secure=True, alone=True),
    tag("speculation-prerender", _RULES.replace("KIND", "prerender"), secure=True, alone=True),
    tag("prefetch", "<link rel=prefetch href=CANARY/prefetch>", alone=True),
    tag("preconnect", "<link rel=preconnect href=CANARY>", alone=True),
    tag("dns-prefetch", "<link rel=dns-prefetch href=//canary.internal.example>"),
    tag("preload", "<link rel=preload as=image href=CANARY/preload>"),
    tag("modulepreload", "<link rel=modulepreload href=CANARY/modulepreload>"),
    tag("manifest", "<link rel=manifest href=CANARY/manifest>", alone=True),
    tag("favicon", "<link rel=icon href=CANARY/favicon>", alone=True),
    script("redirect-nav", "location = 'hop'", alone=True),
    script("redirect-fetch", "fetch('hop', {mode: 'no-cors'}).catch(() => 0)"),
    tag("redirect-iframe", "<iframe src=hop></iframe>"),
    tag("redirect-img", "<img src=hop>"),
    tag("redirect-script", "<script src=hop></script>"),
    script("nav", "location = 'CANARY/nav'", alone=True),
    tag("meta-refresh", "<meta http-equiv=refresh content='0; url=CANARY/refresh'>", alone=True),
    tag("link-header-preload", "x", headers={"Link": "<CANARY/header>; rel=preload; as=image"}),
    tag("refresh-header", "x", headers={"Refresh": "0; url=CANARY/refresh-header"}, alone=True),
    tag(
        "csp-report-uri",
        "<img src=data:,x>",
        headers={"Content-Security-Policy": "img-src 'none'; report-uri CANARY/report"},
    ),
    tag("svg-image", _SVG + "<image href='CANARY/svg-image' width='9' height='9'/></svg>"),
    tag("svg-use", _SVG + "<use href='CANARY/use.svg#x'/></svg>"),
    tag(
        "svg-in-object",
        "<object data=x.svg></object>",
        files={"x.svg": ("image/svg+xml", _SVG + "<image href='CANARY/inner' width='9' height='9'/></svg>")},
    ),
    tag(
        "svg-foreign-object",
        _SVG
        + "<foreignObject width='9' height='9'><img xmlns='http://www.w3.org/1999/xhtml' src='CANARY/foreign'/></foreignObject></svg>",
    ),
    tag(
        "xsl",
        "<iframe src=x.xml></iframe>",
        files={
            "x.xml": ("text/xml", "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='CANARY/x.xsl'?><a/>")
        },
    ),
    tag(
        "xml-entity",
        "<iframe src=x.xml></iframe>",
        files={"x.xml": ("text/xml", "<!DOCTYPE a [<!ENTITY e SYSTEM 'CANARY/entity'>]><a>&e;</a>")},
    ),
    script("webrtc-stun", _PEER.replace("SERVER", "stun:HOSTPORT")),
    script("webrtc-turn-udp", _PEER.replace("SERVER", "turn:HOSTPORT?transport=udp")),
    script("webrtc-turn-tcp", _PEER.replace("SERVER", "turn:HOSTPORT?transport=tcp")),
    script(
        "webtransport",
        "try { new WebTransport('https://HOSTPORT/wt').ready.catch(() => 0) } catch (e) {}",
        secure=True,
        alone=True,
    ),
    tag("host-localhost", "<img src=CANARY/a>", host="localhost"),
    tag("host-localhost-dot", "<img src=CANARY/a>", host="localhost."),
    tag("host-sub-localhost", "<img src=CANARY/a>", host="app.localhost"),
    tag("host-short", "<img src=CANARY/a>", host="127.1"),
    tag("host-decimal", "<img src=CANARY/a>", host="2130706433"),
    tag("host-octal", "<img src=CANARY/a>", host="0177.0.0.1"),
    tag("host-hex", "<img src=CANARY/a>", host="0x7f000001"),
    tag("host-zero", "<img src=CANARY/a>", host="0.0.0.0"),
    tag("host-other-loopback", "<img src=CANARY/a>", host="127.0.0.1."),
    tag("host-full-width", "<img src=CANARY/a>", host="１２７.0.0.1"),
    tag("host-ipv6", "<img src=CANARY/a>", host="[::1]"),
    tag("host-ipv4-mapped", "<img src=CANARY/a>", host="[::ffff:127.0.0.1]"),
    tag("host-userinfo", "<img src=http://posts.example.org@HOSTPORT/a>"),
    tag("host-backslash", "<img src='http:\\\\HOSTPORT/a'>"),
    tag("metadata", "<img src=http://169.254.169.254/latest/meta-data/><iframe src=http://169.254.169.254/></iframe>"),
    tag("metadata-name", "<iframe src=http://metadata.google.internal/></iframe>"),
    tag("private-network", "<iframe src=http://10.0.0.1/></iframe><iframe src=http://192.168.1.1/></iframe>"),
    tag("nat64", "<iframe src=http://[64:ff9b::7f00:1]/></iframe>"),
    tag("dns-to-loopback", "<iframe src=http://inside.example.net/></iframe>"),
    tag("dns-mixed-answers", "<iframe src=http://mixed.example.net/></iframe>"),
    script(
        "dns-rebinding",
        "const a = () => fetch('http://rebound.example.net/?' + Math.random(), {mode: 'no-cors', cache: 'no-store'}).catch(() => 0); a(); setTimeout(a, 200); setTimeout(a, 400)",
    ),
    tag("redirect-to-metadata", "<iframe src=http://redirector.example.net/></iframe>"),
    *NEWER,
    *FURTHER,
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
    return f"<!doctype html><meta charset=utf-8><title>several</title><body>{frames}{DONE}"
