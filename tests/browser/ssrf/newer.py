"""Ways out that browsers learnt late, keep for old pages, or take by themselves; see `shape` for what stands in them."""

from tests.browser.ssrf.shape import script, tag

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
_CALL = "fetch('CANARY/worker', {mode: 'no-cors'}).catch(() => 0)"
_XML = "<?xml version='1.0'?>"
_XSL = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>{}<xsl:template match='/'>{}</xsl:template></xsl:stylesheet>"
_STYLED = "<?xml-stylesheet type='text/xsl' href='x.xsl'?><a/>"
_FRAME = "document.body.append(Object.assign(document.createElement('iframe'), {src: SOURCE}))"
_BLOB = "URL.createObjectURL(new Blob(['<img src=CANARY/blob>'], {type: 'text/html'}))"
_REPORT = '{"group": "default", "max_age": 9, "endpoints": [{"url": "https://HOSTPORT/report"}]}'
_LEAVE = "addEventListener('pagehide', () => LEAVING); setTimeout(() => { location = 'about:blank' }, 300)"
_WORKLET = "CSS.paintWorklet.addModule('CANARY/paint').catch(() => 0); new AudioContext().audioWorklet.addModule('CANARY/audio').catch(() => 0)"

_SCRIPTS = (
    tag(
        "import-map",
        '<script type=importmap>{"imports": {"x": "CANARY/mapped"}}</script><script type=module>import "x"</script>',
    ),
    tag(
        "import-dynamic", "<script type=module>import('CANARY/j', {with: {type: 'json'}}).catch(() => 0)</script>"
    ),
    tag(
        "import-css", "<script type=module>import('CANARY/c', {with: {type: 'css'}}).catch(() => 0)</script>"
    ),
    script("worklets", _WORKLET, secure=True, alone=True),
    script("worker-module", "new Worker('w.js', {type: 'module'})", files={"w.js": ("text/javascript", "import 'CANARY/m'")}),
    script("worker-websocket", "new Worker('w.js')", files={"w.js": ("text/javascript", "new WebSocket('ws://HOSTPORT/w')")}),
    script("worker-nested", "new Worker('w.js')", files={"w.js": ("text/javascript", "new Worker('v.js')"), "v.js": ("text/javascript", _CALL)}),
    script("worker-eventsource", "new Worker('w.js')", files={"w.js": ("text/javascript", "new EventSource('CANARY/w')")}),
    script("worker-blob", f"new Worker(URL.createObjectURL(new Blob([`{_CALL}`])))"),
    script("shared-worker-module", "new SharedWorker('w.js', {type: 'module'})", files={"w.js": ("text/javascript", "import 'CANARY/m'")}),
    script("xhr-synchronous", "const x = new XMLHttpRequest(); x.open('GET', 'CANARY/xhr', false); try { x.send() } catch (e) {}"),
    script("fetch-upload", "fetch('CANARY/up', {method: 'POST', mode: 'no-cors', body: new FormData()}).catch(() => 0)"),
    script("fetch-preflight", "fetch('CANARY/p', {method: 'PUT', headers: {'X-A': 'b'}}).catch(() => 0)"),
    script("fetch-later", "try { fetchLater('CANARY/later', {activateAfter: 0}) } catch (e) {}", secure=True, alone=True),
    script("leaving-beacon", _LEAVE.replace("LEAVING", "navigator.sendBeacon('CANARY/b', 'x')"), alone=True),
    script(
        "leaving-keepalive",
        _LEAVE.replace("LEAVING", "fetch('CANARY/k', {mode: 'no-cors', keepalive: true}).catch(() => 0)"),
        alone=True,
    ),
    script("websocket-secure", "new WebSocket('wss://HOSTPORT/ws')"),
    script("websocket-stream", "try { new WebSocketStream('ws://HOSTPORT/ws') } catch (e) {}"),
    script("source-map", "void 0 //# sourceMappingURL=CANARY/map"),
    tag("source-map-header", "<script src=x.js></script>", files={"x.js": ("text/javascript", "void 0\n//# sourceMappingURL=CANARY/map")}),
    tag("web-bundle", '<script type=webbundle>{"source": "CANARY/bundle", "resources": ["CANARY/inner"]}</script><img src=CANARY/inner>'),
    script("payment-manifest", "new PaymentRequest([{supportedMethods: 'https://HOSTPORT/pay'}], {total: {label: 'x', amount: {currency: 'USD', value: '1'}}}).canMakePayment().catch(() => 0)", secure=True, alone=True),
    script("federated-login", "navigator.credentials.get({identity: {providers: [{configURL: 'https://HOSTPORT/fedcm.json', clientId: '1'}]}}).catch(() => 0)", secure=True, alone=True),
    script("passkey-origins", "navigator.credentials.get({publicKey: {challenge: new Uint8Array(9), rpId: 'HOSTPORT'.split(':')[0]}}).catch(() => 0)", secure=True, alone=True),
    script("presentation", "try { new PresentationRequest('CANARY/cast').getAvailability().catch(() => 0) } catch (e) {}"),
    script("fenced-frame", "try { const f = document.createElement('fencedframe'); document.body.append(f); f.config = new FencedFrameConfig('CANARY/fenced') } catch (e) {}", secure=True),
    script("webrtc-stun-tls", "new RTCPeerConnection({iceServers: [{urls: ['stuns:HOSTPORT', 'turns:HOSTPORT?transport=tcp'], username: 'u', credential: 'c'}], iceTransportPolicy: 'all'}).createOffer({offerToReceiveAudio: true}).catch(() => 0)"),
    script("webrtc-candidate", "(async () => { const a = new RTCPeerConnection(), b = new RTCPeerConnection(); a.createDataChannel('x'); const o = await a.createOffer(); await a.setLocalDescription(o); await b.setRemoteDescription(o); const n = await b.createAnswer(); await b.setLocalDescription(n); await a.setRemoteDescription(n); await a.addIceCandidate({candidate: 'candidate:1 1 udp 2113937151 127.0.0.1 PORT typ host', sdpMid: '0'}); await a.addIceCandidate({candidate: 'candidate:2 1 tcp 1518280447 127.0.0.1 PORT typ host tcptype passive', sdpMid: '0'}) })()"),
)  # fmt: skip

_MARKUP = (
    tag("base", "<base href=CANARY/><img src=based>"),
    tag("input-image", "<input type=image src=CANARY/input>"),
    tag("table-background", "<table background=CANARY/table><td>x</table>"),
    tag("frameset", "<iframe srcdoc='<frameset><frame src=CANARY/frame></frameset>'></iframe>"),
    tag("video-source", "<video autoplay muted><source src=CANARY/source></video>"),
    tag("video-playlist", "<video src=x.m3u8 autoplay muted></video>", files={"x.m3u8": ("application/vnd.apple.mpegurl", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nCANARY/segment.ts\n#EXT-X-ENDLIST\n")}),
    tag("attribution", "<img attributionsrc=CANARY/attribution src=data:,>"),
    tag("download", "<a id=a download href=CANARY/download>x</a><script>a.click()</script>", alone=True),
    tag("portal", "<portal src=CANARY/portal></portal>"),
    tag("pdf", "<embed type=application/pdf src=CANARY/x.pdf><object type=application/pdf data=CANARY/y.pdf></object>"),
    tag("html-import", "<link rel=import href=CANARY/import>"),
    tag("opensearch", "<link rel=search type=application/opensearchdescription+xml href=CANARY/search>", alone=True),
    tag("touch-icon", "<link rel=apple-touch-icon href=CANARY/touch><link rel=mask-icon href=CANARY/mask>", alone=True),
    tag("prerender-link", "<link rel=prerender href=CANARY/prerender><link rel=next href=CANARY/next>", alone=True),
    tag("compression-dictionary", "<link rel=compression-dictionary href=CANARY/words>", secure=True, alone=True),
    tag("css-cursor", "<style>body { cursor: url(CANARY/cursor), auto }</style>"),
    tag("css-image-set", "<style>body { background: image-set(url(CANARY/set) 1x) }</style>"),
    tag("css-mask", "<style>body { mask: url(CANARY/mask); border-image: url(CANARY/border) 9 }</style>"),
    tag("css-content", "<style>body::before { content: url(CANARY/content) } li { list-style: url(CANARY/list) }</style><li>x"),
    tag("css-filter", "<style>body { filter: url(CANARY/filter.svg#x); clip-path: url(CANARY/clip.svg#x) }</style>"),
    tag("css-shape", "<style>p { float: left; shape-outside: url(CANARY/shape) }</style><p>x"),
    tag("css-import-layer", "<style>@import url(CANARY/layer) layer(x) supports(display: grid);</style>"),
    tag("css-in-file", "<link rel=stylesheet href=x.css>", files={"x.css": ("text/css", "@import 'CANARY/deep'; body { background: url(CANARY/b) }")}),
    tag("svg-feimage", _SVG + "<filter id='f'><feImage href='CANARY/fe'/></filter><rect width='9' height='9' filter='url(#f)'/></svg>"),
    tag("svg-script", _SVG + "<script href='CANARY/script'></script></svg>"),
    tag("svg-style", _SVG + "<style>@import url(CANARY/svgcss);</style></svg>"),
    tag("svg-set-href", _SVG + "<image width='9' height='9'><set attributeName='href' to='CANARY/set'/></image></svg>"),
    tag("xml-css", "<iframe src=x.xml></iframe>", files={"x.xml": ("text/xml", _XML + "<?xml-stylesheet type='text/css' href='CANARY/x.css'?><a/>")}),
    tag("xml-doctype", "<iframe src=x.xml></iframe>", files={"x.xml": ("text/xml", _XML + "<!DOCTYPE a SYSTEM 'CANARY/x.dtd'><a/>")}),
    tag("xml-parameter-entity", "<iframe src=x.xml></iframe>", files={"x.xml": ("text/xml", _XML + "<!DOCTYPE a [<!ENTITY % e SYSTEM 'CANARY/e'> %e;]><a/>")}),
    tag("xsl-document", "<iframe src=x.xml></iframe>", files={"x.xml": ("text/xml", _XML + _STYLED), "x.xsl": ("text/xsl", _XSL.format("", "<xsl:copy-of select=\"document('CANARY/doc')\"/>"))}),
    tag("xsl-import", "<iframe src=x.xml></iframe>", files={"x.xml": ("text/xml", _XML + _STYLED), "x.xsl": ("text/xsl", _XSL.format("<xsl:import href='CANARY/i.xsl'/>", "x"))}),
)  # fmt: skip

_PLACES = (
    script("view-source", "open('view-source:CANARY/a'); location = 'view-source:CANARY/b'", alone=True),
    script("foreign-schemes", "for (const s of ['intent://HOSTPORT/#Intent;scheme=http;end', 'ftp://HOSTPORT/', 'gopher://HOSTPORT/', 'ssh://HOSTPORT', 'ldap://HOSTPORT/', 'ws://HOSTPORT/']) { " + _FRAME.replace("SOURCE", "s") + " }"),
    script("foreign-scheme-nav", "location = 'intent://HOSTPORT/#Intent;scheme=http;S.browser_fallback_url=CANARY%2Ff;end'", alone=True),
    tag("data-frame", "<iframe src='data:text/html,<img src=CANARY/data>'></iframe>"),
    script("blob-frame", _FRAME.replace("SOURCE", _BLOB)),
    script("blob-nav", f"location = {_BLOB}", alone=True),
    script("javascript-frame", _FRAME.replace("SOURCE", "'javascript:\"<img src=CANARY/js>\"'")),
    script("written-window", "const w = open('about:blank'); if (w) w.document.write('<img src=CANARY/written>')", alone=True),
    tag("redirect-no-scheme", "<iframe src=hop></iframe>", hop="//HOSTPORT/x"),
    tag("redirect-slashes", "<iframe src=hop></iframe>", hop="http:/\\HOSTPORT\\x"),
    tag("redirect-many-slashes", "<iframe src=hop></iframe>", hop="http://///HOSTPORT/x"),
    tag("redirect-tab", "<iframe src=hop></iframe>", hop="ht\ttp://HOST\tPORT/x".replace("HOST\tPORT", "127.0.0\t.1:PORT")),
    tag("redirect-no-slash", "<iframe src=hop></iframe>", hop="https:HOSTPORT/x"),
    tag("redirect-userinfo", "<iframe src=hop></iframe>", hop="http://posts.example.org:80@HOSTPORT/x"),
    tag("redirect-upper-case", "<iframe src=hop></iframe>", hop="HTTP://HOSTPORT/x#y"),
    tag("header-preconnect", "x", headers={"Link": "<CANARY>; rel=preconnect"}, alone=True),
    tag("header-prefetch", "x", headers={"Link": "<CANARY/p>; rel=prefetch, <CANARY/s>; rel=stylesheet, <CANARY/m>; rel=modulepreload"}, alone=True),
    tag("header-speculation", "x", headers={"Speculation-Rules": '"rules.json"'}, files={"rules.json": ("application/speculationrules+json", '{"prefetch": [{"urls": ["CANARY/r"], "eagerness": "immediate"}]}')}, secure=True, alone=True),
    tag("early-hints", "x", early="Link: <CANARY/early>; rel=preload; as=image, <CANARY>; rel=preconnect", alone=True),
    tag("alternative-service", "<img src=a.png><img src=b.png>", headers={"Alt-Svc": 'h3="HOSTPORT"; ma=9, h2="HOSTPORT"; ma=9'}, secure=True, alone=True),
    tag("report-to", "<img src=data:,x><img src=http://posts.example.org:81/>", headers={"Report-To": _REPORT, "NEL": '{"report_to": "default", "max_age": 9, "success_fraction": 1}', "Content-Security-Policy": "script-src * 'unsafe-inline'; img-src 'none'; report-to default"}, secure=True, alone=True),
    tag("reporting-endpoints", "<img src=data:,x>", headers={"Reporting-Endpoints": 'default="https://HOSTPORT/r"', "Content-Security-Policy-Report-Only": "img-src 'none'; report-to default", "Cross-Origin-Opener-Policy": 'same-origin; report-to="default"'}, secure=True, alone=True),
    tag("csp-report-only", "<img src=data:,x>", headers={"Content-Security-Policy-Report-Only": "img-src 'none'; report-uri CANARY/report"}),
    tag("certificate-issuer", "<img src=https://lonely.example.org/x>", secure=True, alone=True),
)  # fmt: skip

_HOSTS = tuple(
    tag(f"host-{name}", f"<img src=CANARY/a><img src='http://{host}/'>", host=host)
    for name, host in (
        ("enclosed-digits", "①②⑦.⓪.⓪.①"),
        ("ideographic-stops", "127。0｡0．1"),
        ("full-width-name", "ｌｏｃａｌｈｏｓｔ"),
        ("percent", "%31%32%37.0.0.1"),
        ("soft-hyphen", "local\u00adhost"),
        ("padded", "127.000.000.001"),
        ("one-octal-number", "017700000001"),
        ("hex-parts", "0x7f.0x0.0x0.0x1"),
        ("mixed-parts", "0177.0.0x1"),
        ("all-zero", "0"),
        ("upper-case", "LOCALHOST"),
        ("ipv6-long", "[0:0:0:0:0:0:0:1]"),
        ("ipv6-unspecified", "[::]"),
        ("ipv4-compatible", "[::127.0.0.1]"),
        ("ipv4-mapped-hex", "[::ffff:7f00:1]"),
        ("ipv6-zone", "[::1%25lo]"),
        ("link-local-zone", "[fe80::1%25lo]"),
    )
)

_INSIDE = (
    tag("6to4", "<iframe src=http://[2002:7f00:1::]/></iframe>"),
    tag("teredo", "<iframe src=http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/></iframe>"),
    tag("nat64-local", "<iframe src=http://[64:ff9b:1::7f00:1]/></iframe>"),
    tag("ipv4-translated", "<iframe src=http://[::ffff:0:169.254.169.254]/></iframe>"),
    tag("metadata-others", "<iframe src=http://100.100.100.200/></iframe><iframe src=http://168.63.129.16/></iframe><iframe src=http://192.0.0.192/></iframe><iframe src=http://[fd00:ec2::254]/></iframe>"),
    tag("trailing-dots", "<iframe src=http://inside.example.net./></iframe><iframe src=http://metadata.google.internal./></iframe>"),
    tag("captive-portal", "<iframe src=http://captive.lan/></iframe><iframe src=http://wpad/wpad.dat></iframe><iframe src=http://router.home.arpa/></iframe>"),
    script("websocket-inside", "new WebSocket('ws://inside.example.net/'); new WebSocket('ws://169.254.169.254/')"),
)  # fmt: skip

NEWER = (*_SCRIPTS, *_MARKUP, *_PLACES, *_HOSTS, *_INSIDE)
