"""More ways out: by redirects of every kind of request, by elements and headers that few pages use; see `shape`."""

from tests.browser.ssrf.shape import script, tag

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
_JS = "text/javascript"
_REPORTS = '{"group": "default", "max_age": 9, "endpoints": [{"url": "https://HOSTPORT/report"}]}'
_SHADOW = "<div><template shadowrootmode=open>{}</template></div>"
_POST = "<form id=f method=post action={} {}><textarea name=a>x</textarea></form><script>f.submit()</script>"
_SEND = "fetch('CANARY/sent', {{mode: 'no-cors', {}}}).catch(() => 0)"

_REDIRECTED = (
    tag("hop-stylesheet", "<link rel=stylesheet href=hop>"),
    tag("hop-import", "<style>@import 'hop';</style>"),
    tag("hop-font", "<style>@font-face { font-family: x; src: url(hop) } body { font-family: x }</style>words"),
    tag("hop-media", "<video src=hop autoplay muted></video><audio src=hop preload=auto></audio>"),
    tag("hop-object", "<object data=hop></object><embed src=hop>"),
    tag("hop-preload", "<link rel=preload as=image href=hop>"),
    tag("hop-icon", "<link rel=icon href=hop>", alone=True),
    tag("hop-manifest", "<link rel=manifest href=hop>", alone=True),
    tag("hop-ping", "<a id=a href=#x ping=hop>x</a><script>a.click()</script>"),
    tag("hop-form", _POST.format("hop", ""), alone=True),
    tag("hop-refresh", "<meta http-equiv=refresh content='0; url=hop'>", alone=True),
    tag("hop-svg", _SVG + "<image href='hop' width='9' height='9'/></svg>"),
    script("hop-xhr", "const x = new XMLHttpRequest(); x.open('POST', 'hop'); x.send('a')"),
    script("hop-beacon", "navigator.sendBeacon('hop', 'x')"),
    script("hop-eventsource", "new EventSource('hop')"),
    script("hop-websocket", "new WebSocket('ws://' + location.host + location.pathname + 'hop')"),
    script("hop-worker", "new Worker('hop')"),
    script("hop-import-scripts", "new Worker('w.js')", files={"w.js": (_JS, "importScripts('hop')")}),
    script("hop-worker-fetch", "new Worker('w.js')", files={"w.js": (_JS, "fetch('hop', {mode: 'no-cors'})")}),
    tag("hop-module", "<script type=module>import 'hop'</script><script type=module src=hop></script>"),
    script("hop-popup", "open('hop')", alone=True),
    script("hop-keepalive", "fetch('hop', {mode: 'no-cors', keepalive: true}).catch(() => 0)"),
    script("hop-manual", "fetch('hop', {redirect: 'manual', mode: 'no-cors'}).catch(() => 0)"),
    tag("hop-to-script", "<iframe src=hop></iframe>", hop="javascript:fetch('CANARY')"),
    tag("hop-to-data", "<iframe src=hop></iframe>", hop="data:text/html,<img src=CANARY/data>"),
    tag("hop-to-file", "<iframe src=hop></iframe>", hop="file:///etc/passwd"),
    tag("hop-to-name", "<iframe src=hop></iframe>", hop="http://inside.example.net/"),
    tag("hop-to-mixed", "<iframe src=hop></iframe>", hop="http://mixed.example.net/"),
    tag("hop-to-hop", "<iframe src=hop></iframe>", hop="http://redirector.example.net/"),
    tag("hop-port-in-user", "<iframe src=hop></iframe>", hop="http://posts.example.org:443@HOSTPORT/"),
    tag("hop-backslash-at", "<iframe src=hop></iframe>", hop="http://HOSTPORT\\@posts.example.org/"),
)  # fmt: skip

_ELEMENTS = (
    tag("srcdoc-base", "<iframe srcdoc='<base href=CANARY/><img src=based>'></iframe>"),
    tag("srcdoc-refresh", "<iframe srcdoc='<meta http-equiv=refresh content=\"0; url=CANARY/r\">'></iframe>"),
    tag("srcdoc-script", "<iframe srcdoc='<script src=CANARY/s></script>'></iframe>"),
    tag("frame-sandboxed", "<iframe sandbox='allow-scripts allow-top-navigation' src=x.html></iframe>", files={"x.html": ("text/html", "<script>top.location = 'CANARY/top'</script>")}, alone=True),
    tag("frame-credentialless", "<iframe credentialless src=CANARY/c></iframe>"),
    tag("shadow-image", _SHADOW.format("<img src=CANARY/shadow>")),
    tag("shadow-style", _SHADOW.format("<style>@import 'CANARY/s'; :host { background: url(CANARY/h) }</style>")),
    tag("preload-srcset", "<link rel=preload as=image imagesrcset='CANARY/a 1x, CANARY/b 2x'>"),
    tag("preload-kinds", "".join(f"<link rel=preload as={kind} href=CANARY/{kind} crossorigin>" for kind in ("fetch", "font", "style", "script", "track"))),
    tag("image-lazy", "<img loading=lazy src=CANARY/lazy><iframe loading=lazy src=CANARY/frame></iframe>"),
    tag("image-old", "<img lowsrc=CANARY/low dynsrc=CANARY/dyn longdesc=CANARY/long src=CANARY/x.tif>"),
    tag("area", "<map name=m><area id=a href=CANARY/area></map><img usemap=#m src=data:,><script>a.click()</script>", alone=True),
    tag("svg-link", _SVG + "<a id='a' href='CANARY/a'><text>x</text></a></svg><script>a.dispatchEvent(new MouseEvent('click', {bubbles: true}))</script>", alone=True),
    tag("svg-in-svg", "<img src=x.svg><embed src=x.svg>", files={"x.svg": ("image/svg+xml", _SVG + "<image href='CANARY/i' width='9' height='9'/><style>@import url(CANARY/c);</style><foreignObject width='9' height='9'><iframe xmlns='http://www.w3.org/1999/xhtml' src='CANARY/f'/></foreignObject></svg>")}),
    tag("svg-gradient", _SVG + "<linearGradient id='g' href='CANARY/g.svg#g'/><rect width='9' height='9' fill='url(CANARY/f.svg#g)' marker-end='url(CANARY/m.svg#m)'/><textPath href='CANARY/t.svg#t'>x</textPath></svg>"),
    tag("mathml", "<math href=CANARY/m><mglyph src=CANARY/glyph /><maction actiontype='statusline#x' xlink:href=CANARY/a>x</maction></math>"),
    tag("elements-of-old", "<bgsound src=CANARY/b><applet code=x codebase=CANARY/a></applet><xml src=CANARY/x></xml><layer src=CANARY/l></layer><isindex action=CANARY/i>"),
    tag("elements-of-some", "<webview src=CANARY/w></webview><controlledframe src=CANARY/c></controlledframe><model src=CANARY/m></model>"),
    tag("application-cache", "<iframe src=x.html></iframe>", files={"x.html": ("text/html", "<html manifest=CANARY/x.appcache>x")}),
    tag("form-text-plain", _POST.format("CANARY/redis", "enctype=text/plain"), alone=True),
    tag("form-action-of-button", "<form method=post><button id=b formaction=CANARY/b>x</button></form><script>b.click()</script>", alone=True),
    tag("css-cross-fade", "<style>body { background: -webkit-cross-fade(url(CANARY/a), url(CANARY/b), 50%); -webkit-mask-box-image: url(CANARY/m) }</style>"),
    tag("css-variable", "<style>:root { --u: url(CANARY/u) } body { background: var(--u) }</style>"),
    tag("css-nested", "<style>@layer a { @media all { @supports (display: grid) { body { & { background: url(CANARY/n) } } } } }</style>"),
    tag("css-local-font", "<style>@font-face { font-family: x; src: local(none), url(CANARY/f) format('woff2') tech(variations); unicode-range: U+77 } body { font-family: x }</style>www"),
    tag("css-list-and-selection", "<style>li::marker { content: url(CANARY/m) } p::first-letter { background: url(CANARY/f) }</style><li>x<p>y"),
    tag("pdf-in-frame", "<iframe src=x.pdf></iframe>", files={"x.pdf": ("application/pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(CANARY/pdf)>>>>endobj\ntrailer<</Root 1 0 R>>")}),
    tag("speculation-document", '<script type=speculationrules>{"prerender": [{"where": {"href_matches": "*:*/*"}, "eagerness": "immediate"}], "prefetch": [{"where": {"selector_matches": "a"}, "eagerness": "immediate"}]}</script><a href=CANARY/s>x</a>', secure=True, alone=True),
    tag("speculation-proxied", '<script type=speculationrules>{"prefetch": [{"urls": ["https://HOSTPORT/s"], "requires": ["anonymous-client-ip-when-cross-origin"], "eagerness": "immediate"}]}</script>', secure=True, alone=True),
    tag("speculation-redirected", '<script type=speculationrules>{"prefetch": [{"urls": ["hop"], "eagerness": "immediate"}], "prerender": [{"urls": ["hop"], "eagerness": "immediate"}]}</script>', secure=True, alone=True),
)  # fmt: skip

_CALLS = (
    script("image-unattached", "new Image().src = 'CANARY/i'; new Audio('CANARY/a').load()"),
    script("image-decoded", "const i = new Image(); i.src = 'CANARY/d'; i.decode().catch(() => 0)"),
    script("font-face", "const f = new FontFace('x', 'url(CANARY/f)'); document.fonts.add(f); f.load().catch(() => 0)"),
    script("fragment", "document.body.append(document.createRange().createContextualFragment('<img src=CANARY/f><script src=CANARY/s></scr' + 'ipt>'))"),
    script("html-unsafe", "document.body.setHTMLUnsafe('<template shadowrootmode=open><img src=CANARY/u></template>')"),
    script("document-adopted", "const d = document.implementation.createHTMLDocument(); d.body.innerHTML = '<img src=CANARY/a>'; document.body.append(document.adoptNode(d.body.firstChild))"),
    script("document-opened", "const w = document.createElement('iframe'); document.body.append(w); w.contentDocument.open(); w.contentDocument.write('<link rel=stylesheet href=CANARY/o>'); w.contentDocument.close()"),
    script("animation", "document.body.animate({backgroundImage: ['url(CANARY/a)', 'url(CANARY/b)']}, 50)"),
    script("sheet-adopted", "const s = new CSSStyleSheet(); s.replaceSync('body { background: url(CANARY/s) }'); document.adoptedStyleSheets = [s]"),
    script("canvas-filter", "const c = document.createElement('canvas').getContext('2d'); c.filter = 'url(CANARY/f.svg#x)'; c.fillRect(0, 0, 9, 9)"),
    script("wasm-streaming", "WebAssembly.compileStreaming(fetch('CANARY/w', {mode: 'no-cors'})).catch(() => 0)"),
    script("xsl-processor", "const x = new DOMParser().parseFromString('<x:stylesheet version=\"1.0\" xmlns:x=\"http://www.w3.org/1999/XSL/Transform\"><x:import href=\"CANARY/i\"/><x:template match=\"/\"><x:copy-of select=\"document(\\'CANARY/d\\')\"/></x:template></x:stylesheet>', 'text/xml'); try { const p = new XSLTProcessor(); p.importStylesheet(x); p.transformToFragment(x, document) } catch (e) {}"),
    script("navigation-api", "try { navigation.navigate('CANARY/n') } catch (e) {}", alone=True),
    script("history-and-back", "history.pushState(0, '', '?x'); location.replace('CANARY/h')", alone=True),
    script("fetch-to-loopback", "for (const s of ['local', 'loopback', 'private']) { try { " + _SEND.format("targetAddressSpace: s") + " } catch (e) {} }", secure=True),
    script("fetch-stream", "try { fetch('CANARY/s', {method: 'POST', duplex: 'half', body: new ReadableStream({start(c) { c.enqueue(new Uint8Array(9)); c.close() }})}).catch(() => 0) } catch (e) {}", secure=True),
    script("fetch-odd-method", _SEND.format("method: 'POST', headers: {'Content-Type': 'text/plain'}, body: 'FLUSHALL\\r\\nCONFIG SET dir /tmp\\r\\n'")),
    script("shared-storage", "try { sharedStorage.createWorklet('CANARY/w').catch(() => 0); sharedStorage.worklet.addModule('CANARY/m').catch(() => 0) } catch (e) {}", secure=True, alone=True),
    script("interest-group", "try { navigator.joinAdInterestGroup({owner: location.origin, name: 'x', biddingLogicURL: 'CANARY/b', updateURL: 'CANARY/u', lifetimeMs: 9e4}, 9).catch(() => 0); navigator.runAdAuction({seller: 'https://HOSTPORT', decisionLogicURL: 'https://HOSTPORT/d'}).catch(() => 0) } catch (e) {}", secure=True, alone=True),
    script("notification-icon", "try { new Notification('x', {icon: 'CANARY/i', image: 'CANARY/m', badge: 'CANARY/b'}) } catch (e) {}", secure=True),
    script("media-session", "navigator.mediaSession.metadata = new MediaMetadata({artwork: [{src: 'CANARY/a'}]})", secure=True),
    script("web-install", "try { navigator.install('CANARY/x').catch(() => 0); navigator.getInstalledRelatedApps().catch(() => 0) } catch (e) {}", secure=True, alone=True),
    script("protocol-handler", "try { navigator.registerProtocolHandler('web+x', 'CANARY/%s') } catch (e) {}", secure=True),
    script("direct-socket", "try { new TCPSocket('127.0.0.1', PORT); new UDPSocket({remoteAddress: '127.0.0.1', remotePort: PORT}) } catch (e) {}", secure=True, alone=True),
    script("remote-playback", "const v = document.createElement('video'); v.src = 'CANARY/v'; document.body.append(v); v.remote && v.remote.watchAvailability(() => 0).catch(() => 0)"),
    script("webtransport-by-hash", "try { new WebTransport('https://HOSTPORT/w', {serverCertificateHashes: [{algorithm: 'sha-256', value: new Uint8Array(32)}]}).ready.catch(() => 0) } catch (e) {}", secure=True, alone=True),
    script("webrtc-by-name", "const p = new RTCPeerConnection({iceServers: [{urls: ['stun:inside.example.net:PORT', 'turn:inside.example.net:PORT?transport=tcp'], username: 'u', credential: 'c'}], iceTransportPolicy: 'relay', iceCandidatePoolSize: 9}); p.createDataChannel('x'); p.createOffer().then(o => p.setLocalDescription(o))"),
    script("worker-from-data", "new Worker('data:text/javascript,fetch(\"CANARY/d\", {mode: \"no-cors\"}).catch(() => 0)')"),
    script("worker-font-and-image", "new Worker('w.js')", files={"w.js": (_JS, "new FontFace('x', 'url(CANARY/f)').load().catch(() => 0); new XMLHttpRequest().open('GET', 'CANARY/x'); importScripts('data:text/javascript,importScripts(\"CANARY/i\")')")}),
    script("module-from-data", "import('data:text/javascript,import \"CANARY/d\"').catch(() => 0)"),
    script("storm", "for (let i = 0; i < 200; i++) fetch('CANARY/' + i, {mode: 'no-cors'}).catch(() => 0)"),
)  # fmt: skip

_HEADERS = (
    tag("header-negotiate", "<img src=data:,>", headers={"WWW-Authenticate": "Negotiate, NTLM, Basic realm=HOSTPORT"}),
    tag("header-content-location", "<img src=a.png><base>", headers={"Content-Location": "CANARY/c"}),
    tag("header-source-map", "<script src=x.js></script>", headers={"SourceMap": "CANARY/s", "X-SourceMap": "CANARY/x"}, files={"x.js": (_JS, "void 0")}),
    tag("header-pins", "x", headers={"Public-Key-Pins": 'pin-sha256="x"; max-age=9; report-uri="CANARY/p"', "Expect-CT": 'max-age=9, enforce, report-uri="CANARY/ct"'}, secure=True, alone=True),
    tag("header-bound-session", "x", headers={"Sec-Session-Registration": '(ES256);path="https://HOSTPORT/s";challenge="c"', "Secure-Session-Registration": '(ES256);path="https://HOSTPORT/s";challenge="c"'}, secure=True, alone=True),
    tag("header-policies", "<img src=data:,x><script>document.domain = 'x'; new SharedArrayBuffer(1)</script>", headers={"Report-To": _REPORTS, "Reporting-Endpoints": 'default="https://HOSTPORT/r"', "Permissions-Policy": "geolocation=();report-to=default", "Cross-Origin-Embedder-Policy": 'require-corp; report-to="default"', "Document-Policy": "document-write=?0;report-to=default", "Integrity-Policy": "blocked-destinations=(script), endpoints=(default)"}, secure=True, alone=True),
    tag("header-link-many", "x", headers={"Link": '<CANARY/a>; rel=preload; as=script, <CANARY/b>; rel=preload; as=font; crossorigin, <CANARY>; rel=dns-prefetch, <CANARY/d>; rel=compression-dictionary, <hop>; rel=preload; as=image, <CANARY/i>; rel=icon, <CANARY/x>; rel=preload; as=image; imagesrcset="CANARY/y 1x"'}, secure=True, alone=True),
    tag("header-refresh-hop", "x", headers={"Refresh": "0;url=hop"}, alone=True),
    tag("header-hints", "x", headers={"Accept-CH": "Sec-CH-UA-Model", "Critical-CH": "Sec-CH-UA-Model", "Activate-Storage-Access": "load", "Supports-Loading-Mode": "credentialed-prerender"}, secure=True, alone=True),
    tag("early-hints-many", "x", early="Link: <CANARY/m>; rel=modulepreload, <CANARY/s>; rel=preload; as=style, <hop>; rel=preload; as=fetch; crossorigin", secure=True, alone=True),
    tag("alternative-other-ways", "<img src=a.png><script>setTimeout(() => fetch('b'), 200)</script>", headers={"Alt-Svc": 'h2="127.0.0.1:PORT"; ma=9; persist=1, http%2F1.1="HOSTPORT"', "Alternate-Protocol": "PORT:quic"}, secure=True, alone=True),
)  # fmt: skip

# Once with the canary's port, which is refused for itself, and once without, so that the host alone decides.
_SPELT = tuple(
    tag(f"spelt-{name}", f"<img src=CANARY/a><iframe src='http://{host}/'></iframe>", host=host)
    for name, host in (
        ("circled-name", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ"),
        ("joiner", "local\u200dhost"),
        ("bold-name", "𝐥𝐨𝐜𝐚𝐥𝐡𝐨𝐬𝐭"),
        ("bold-digits", "𝟏𝟐𝟕.𝟎.𝟎.𝟏"),
        ("percent-stops", "127%2e0%2e0%2e1"),
        ("percent-stop-twice", "127%252e0.0.1"),
        ("long-octal", "0" * 200 + "177.0.0.1"),
        ("short-hex", "0x7f.1"),
        ("hex-with-zeroes", "0x00000000000000007f000001"),
        ("overflow", "4294967297"),
        ("two-parts", "127.0x000001"),
        ("two-stops", "127.0.0.1.."),
        ("full-stop-wide", "localhost。"),
        ("ipv6-mapped-mixed", "[0000:0000::FFFF:127.0.0.1]"),
        ("ipv6-as-number", "[::7f00:1]"),
        ("user-and-port", "posts.example.org:443@127.0.0.1"),
        ("long-name", "a." * 120 + "localhost"),
    )
)

_NAMED = (
    tag("named-inside", "".join(f"<iframe src=http://{host}/></iframe>" for host in ("ip6-localhost", "localhost6", "localhost.localdomain", "kubernetes.default.svc", "host.docker.internal", "instance-data", "metadata", "1.0.0.127.in-addr.arpa", "printer.local", "x.onion", "db.internal", "x.test", "gateway.docker.internal", "x.alt"))),
    tag("addresses-inside", "".join(f"<iframe src=http://{host}/></iframe>" for host in ("169.254.170.2", "169.254.169.253", "192.0.0.1", "192.0.0.8", "255.255.255.255", "224.0.0.1", "100.64.0.1", "198.18.0.1", "240.0.0.1", "[ff02::1]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::]", "[100::1]", "[2001:db8::1]"))),
    tag("schemes-inside", "".join(f"<iframe src='{scheme}HOSTPORT/'></iframe>" for scheme in ("file://", "filesystem:http://", "chrome://", "devtools://", "feed:http://", "jar:http://", "blob:http://", "dict://", "sftp://", "smb://", "tftp://", "telnet://", "ws+unix://"))),
    tag("ports-refused", "".join(f"<img src=http://posts.example.org:{port}/>" for port in (21, 22, 25, 81, 3306, 5432, 6379, 8080, 9200, 11211, 27017)) + "<img src=https://posts.example.org:80/><img src=CANARY/p>"),
)  # fmt: skip

FURTHER = (*_REDIRECTED, *_ELEMENTS, *_CALLS, *_HEADERS, *_SPELT, *_NAMED)
