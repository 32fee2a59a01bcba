"""Pages that lie about themselves or wear the browser out: the lie is not believed, the visit ends, the next succeeds."""

import asyncio
import time

import pytest
import pytest_asyncio
from aiohttp import web

from service.capture.chromium import Chromium
from service.model.capture import Grade
from service.model.framing import Framing, Method
from service.model.ids import EmbedId
from service.net.guard import Dialler
from tests.browser.conftest import now
from tests.browser.test_hostile_pages import FRAME, POST, TEXT

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser, pytest.mark.slow]

MOST_SECONDS = 25

LIES = {
    "boxes throw": "for (const n of ['getBoundingClientRect', 'getClientRects', 'matches', 'closest']) Element.prototype[n] = () => { throw Error(n) }",
    "boxes never end": "Element.prototype.getBoundingClientRect = () => { while (1); }",
    "everything is polluted": "for (const n of ['x', 'y', 'width', 'height', 'then', 'get', 'set', 'toJSON', 'length', 'result', 'value', 'type', 'clip']) Object.prototype[n] = 1",
    "arrays lie": "for (const n of ['map', 'filter', 'push', 'join', 'some', 'find']) Array.prototype[n] = () => []; Array.from = () => []; Array.prototype[Symbol.iterator] = function* () {}",
    "promises hang": "Promise.prototype.then = () => new Promise(() => 0); Promise.all = Promise.race = Promise.allSettled = () => new Promise(() => 0); window.Promise = function () {}",
    "fonts are never ready": "Object.defineProperty(document, 'fonts', {get: () => ({ready: new Promise(() => 0), status: 'loading', size: 9})}); Object.defineProperty(FontFaceSet.prototype, 'ready', {get: () => new Promise(() => 0)})",
    "pictures never decode": "HTMLImageElement.prototype.decode = () => new Promise(() => 0); Object.defineProperty(HTMLImageElement.prototype, 'complete', {get: () => false})",
    "json lies": "JSON.stringify = () => { throw Error() }; JSON.parse = () => ({}); Object.prototype.toJSON = () => 'lie'",
    "timers are gone": "window.setTimeout = window.requestAnimationFrame = window.setInterval = window.requestIdleCallback = window.queueMicrotask = () => 0; performance.now = Date.now = () => 0",
    "observers are gone": "for (const n of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver']) window[n] = class { observe() { throw 1 } disconnect() { throw 1 } }",
    "nodes are hidden": "document.querySelector = document.getElementById = () => null; document.querySelectorAll = () => []; Node.prototype.contains = () => false; Object.defineProperty(Document.prototype, 'body', {get: () => null}); Object.defineProperty(Document.prototype, 'documentElement', {get: () => null})",
    "the names are taken": "document.body.insertAdjacentHTML('beforeend', '<form name=body></form><img name=documentElement><form id=fonts><input name=ready></form><input name=querySelector><a id=getComputedStyle></a>')",
    "styles lie": "window.getComputedStyle = () => new Proxy({}, {get: () => 'none'}); Element.prototype.checkVisibility = () => false; Object.defineProperty(HTMLElement.prototype, 'offsetParent', {get: () => null})",
    "the window lies": "for (const n of ['innerWidth', 'innerHeight', 'scrollY', 'pageYOffset', 'devicePixelRatio']) Object.defineProperty(window, n, {get: () => { throw 1 }}); window.scrollTo = window.scrollBy = () => { throw 1 }",
    "a trap on leaving": "onbeforeunload = event => { event.preventDefault(); event.returnValue = 'stay'; return 'stay' }; onunload = onpagehide = () => { while (1); }",
    "full screen and printing": "document.body.requestFullscreen().catch(() => 0); print(); document.documentElement.requestPointerLock(); navigator.keyboard && navigator.keyboard.lock()",
    "asking for everything": "for (const [o, n] of [[navigator.geolocation, 'getCurrentPosition'], [navigator.mediaDevices, 'getUserMedia'], [navigator.mediaDevices, 'getDisplayMedia'], [Notification, 'requestPermission'], [navigator.clipboard, 'read'], [navigator, 'requestMIDIAccess'], [window, 'showOpenFilePicker'], [document, 'requestStorageAccess'], [screen.orientation, 'lock']]) try { Promise.resolve(o[n](() => 0)).catch(() => 0) } catch (e) {}",
}
"""Scripts after which the post must still be photographed as it is."""

WEARING = {
    "errors without end": "window.onerror = () => { throw Error('again') }; setInterval(() => { throw Error('x'.repeat(1e5)) }, 1)",
    "the console floods": "setInterval(() => { for (let i = 0; i < 500; i++) console.error('x'.repeat(1000), document) }, 1)",
    "a filter bomb": "document.body.insertAdjacentHTML('beforeend', '<svg width=4000 height=4000><filter id=f>' + '<feTurbulence baseFrequency=.9 numOctaves=50 /><feMorphology operator=dilate radius=200 /><feGaussianBlur stdDeviation=500 />'.repeat(40) + '</filter><rect width=4000 height=4000 filter=url(#f) /></svg>')",
    "an svg that unfolds": "let s = '<g id=a0><circle r=9 /></g>'; for (let i = 1; i < 20; i++) s += `<g id=a${i}>` + `<use href=#a${i - 1} />`.repeat(10) + '</g>'; document.body.insertAdjacentHTML('beforeend', '<svg>' + s + '</svg>')",
    "a grid without end": "const d = document.body.appendChild(document.createElement('div')); d.style.cssText = 'display: grid; grid-template-columns: repeat(9999, 1px) repeat(auto-fill, minmax(1px, 1fr)); grid-template-rows: repeat(9999, 1px)'; for (let i = 0; i < 9999; i++) d.append(document.createElement('i'))",
    "styles that explode": "const s = document.head.appendChild(document.createElement('style')); s.textContent = ':root { --a0: lol; ' + [...Array(40).keys()].map(i => `--a${i + 1}: ${`var(--a${i}) `.repeat(10)};`).join('') + ' } body { content: var(--a40) } ' + ':has(:has(*)) '.repeat(9) + '{ color: red }'",
    "web assembly that grows": "const m = new WebAssembly.Memory({initial: 1, maximum: 65536}), k = []; setInterval(() => { try { m.grow(800); new Uint8Array(m.buffer).fill(1) } catch (e) { k.push(new WebAssembly.Memory({initial: 16000})) } }, 5)",
    "writing without end": "setTimeout(() => { while (1) document.write('<p>more<iframe></iframe>') }, 50)",
    "places without end": "setInterval(() => { for (let i = 0; i < 200; i++) try { history.pushState({}, '', '?' + Math.random()) } catch (e) {} }, 1); setInterval(() => history.go(-1), 5)",
    "fragments without end": "setInterval(() => { location.hash = Math.random() }, 1)",
    "sizes without end": "const i = document.body.appendChild(new Image()); i.srcset = Array.from({length: 2e5}, (_, n) => `/none-${n}.png ${n + 1}w`).join(); i.sizes = '(min-width: 1px) 1px, '.repeat(2e4) + '1px'",
    "10,000 frames": "document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc=x></iframe>'.repeat(10000))",
    "fonts without end": "setInterval(() => { for (let i = 0; i < 50; i++) { const f = new FontFace('f' + Math.random(), 'url(/none.woff2?' + Math.random() + ')'); document.fonts.add(f); f.load().catch(() => 0) } }, 5)",
    "channels that storm": "const c = [...Array(50)].map(() => new BroadcastChannel('x')); c.forEach(one => { one.onmessage = e => one.postMessage(e.data) }); c[0].postMessage('x'.repeat(1e5))",
    "a huge webgl canvas": "const k = []; setInterval(() => { const c = document.createElement('canvas'); c.width = c.height = 16384; const g = c.getContext('webgl2') || c.getContext('2d'); if (g.clear) g.clear(16384); k.push(c) }, 10)",
    "a shader without end": "const g = document.body.appendChild(document.createElement('canvas')).getContext('webgl'); if (g) { const p = g.createProgram(); for (const [t, s] of [[g.VERTEX_SHADER, 'attribute vec4 a; void main() { gl_Position = a; }'], [g.FRAGMENT_SHADER, 'precision highp float; void main() { float x = 0.; for (int i = 0; i < 2000000000; i++) x += sin(x); gl_FragColor = vec4(x); }']]) { const h = g.createShader(t); g.shaderSource(h, s); g.compileShader(h); g.attachShader(p, h) } g.linkProgram(p); g.useProgram(p); g.drawArrays(g.TRIANGLES, 0, 9) }",
    "layout in every frame": "document.body.insertAdjacentHTML('beforeend', '<table>' + '<tr><td>x'.repeat(5000) + '</table>'); const a = () => { for (let i = 0; i < 50; i++) { document.body.style.width = 300 + Math.random() * 300 + 'px'; document.body.offsetHeight } requestAnimationFrame(a) }; a()",
    "an observer that feeds itself": "new MutationObserver(() => { document.body.append(document.createElement('i')); document.body.setAttribute('x', Math.random()) }).observe(document.body, {childList: true, attributes: true}); document.body.append('go')",
    "microtasks without end": "const a = () => queueMicrotask(a); setTimeout(a, 50)",
    "promises without end": "const a = async () => { while (1) await 0 }; setTimeout(a, 50)",
    "a regular expression": "setTimeout(() => /^(a+)+$/.test('a'.repeat(40) + 'b'), 50)",
    "a debugger": "setInterval(() => { debugger }, 1)",
    "blobs without end": "const k = []; setInterval(() => k.push(new Blob([new Uint8Array(32 << 20)])), 5)",
    "storage without end": "setInterval(() => { try { localStorage[Math.random()] = 'x'.repeat(1e5) } catch (e) {} caches && caches.open('x').then(c => c.put('/' + Math.random(), new Response(new Uint8Array(8 << 20)))).catch(() => 0) }, 5)",
    "messages to itself": "onmessage = () => { postMessage(0, '*'); postMessage(0, '*') }; postMessage(0, '*')",
    "sockets without end": "setInterval(() => { for (let i = 0; i < 100; i++) new WebSocket('wss://posts.example.org/none?' + Math.random()) }, 5)",
    "requests without end": "setInterval(() => { for (let i = 0; i < 100; i++) fetch('/none?' + Math.random()).catch(() => 0) }, 5)",
    "a title that grows": "let t = 'x'; setInterval(() => { document.title = t = (t + t).slice(0, 1 << 26) }, 5)",
    "speech and sound": "setInterval(() => { try { speechSynthesis.speak(new SpeechSynthesisUtterance('x'.repeat(1e4))); new AudioContext().createOscillator().start() } catch (e) {} }, 5)",
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def small(site):
    """A browser as an operator has it, with little memory to give and little time."""
    settings = site.settings.model_copy(update={"page_memory": 500 * 2**20, "browser_memory": 1600 * 2**20})
    async with Chromium(Dialler.configured(settings), settings, now) as browser:
        yield browser


async def go(browser, url):
    return await browser.visit(EmbedId("page-tricky"), Framing(method=Method.LIVE_EMBED, url=url, **FRAME))


def told(name, capture, began, browser):
    spent, most = time.monotonic() - began, browser._engine.meter.most if browser._engine else 0
    print(f"\n  {name:32} {spent:4.1f} s {most >> 20:5} MB  {capture.grade}: {' '.join(capture.reasons)[:90]}", end="")
    return spent


@pytest.mark.parametrize("name", LIES)
async def test_what_a_page_does_to_its_own_scripts_changes_no_picture(site, small, name):
    url = site.page(
        f"/lie/{name.replace(' ', '-')}",
        f"<!doctype html><meta charset=utf-8><script>{LIES[name]}</script>{POST}<script>{LIES[name]}</script>",
    )
    began = time.monotonic()
    capture = await go(small, url)
    told(name, capture, began, small)
    assert capture.grade is Grade.COMPLETE, capture.reasons
    assert TEXT in next(each.body.decode() for each in capture.artefacts if each.name == "post.txt")


@pytest.mark.parametrize("name", WEARING)
async def test_a_page_that_wears_the_browser_out_is_bounded_and_the_next_visit_succeeds(site, small, name):
    site.put("/none", lambda _: asyncio.sleep(0, web.Response(status=204)))
    url = site.page(f"/wear/{name.replace(' ', '-').replace(',', '')}", f"{POST}<script>{WEARING[name]}</script>")
    began = time.monotonic()
    capture = await go(small, url)
    assert told(name, capture, began, small) < MOST_SECONDS
    after = await go(small, site.page("/wear/after", POST))
    assert after.grade is Grade.COMPLETE, after.reasons
