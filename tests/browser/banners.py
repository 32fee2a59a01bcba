"""Pages that ask for consent before they show themselves: look-alikes of known banners, by their documented ids.

Each banner tells the site what was chosen (`/chosen?…`) and goes away, as the real ones do.
"""

STORY = "The ferry to Meersburg is out of service until the engine has been repaired, the harbour office said."
PAGE = f"""<!doctype html><meta charset=utf-8><link rel=icon href="data:,"><title>Harbour news</title><style>
body{{margin:0;font:17px/1.6 sans-serif}}main{{max-width:700px;margin:40px auto;padding:0 20px}}
.bar{{position:fixed;left:0;right:0;bottom:0;background:#123;color:#fff;padding:30px}}
.veil{{position:fixed;inset:0;background:rgba(0,0,0,.55)}}
.box{{position:fixed;left:20%;right:20%;top:20%;background:#fff;padding:30px;z-index:9}}</style>
<script>function chosen(what, id) {{ fetch("/chosen?" + what); const box = document.querySelector(id); if (box) box.remove() }}</script>
<main><h1>No ferry to Meersburg</h1><p>{STORY}</p><p>{"Buses go every hour from the station. " * 8}</p></main>"""


def buttons(root: str, reject: str, accept: str, words: str = "Reject all") -> str:
    """Two buttons of a banner."""
    return (
        f"""<p>We use cookies and value your privacy.</p><button {accept} onclick="chosen('accept', '{root}')">Accept all</button>"""
        f""" <button {reject} onclick="chosen('reject', '{root}')">{words}</button>"""
    )


BANNERS = {
    "OneTrust": "<div id=onetrust-consent-sdk><div id=onetrust-banner-sdk class=bar>"
    + buttons("#onetrust-consent-sdk", "id=onetrust-reject-all-handler", "id=onetrust-accept-btn-handler")
    + "</div></div>",
    "Cookiebot": "<div id=CybotCookiebotDialog class=box>"
    + buttons("#CybotCookiebotDialog", "id=CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll", "id=CybotCookiebotDialogBodyButtonAccept", "Deny")
    + "</div><script>window.Cookiebot = {hasResponse: false, dialog: {visible: true}, withdraw() {}, hide() {}}</script>",
    "Quantcast": "<div id=qc-cmp2-container><div class=veil></div><div id=qc-cmp2-ui class=box><div class=qc-cmp2-summary-buttons>"
    + buttons("#qc-cmp2-container", "mode=secondary id=disagree-btn", "mode=primary", "DISAGREE")
    + "</div></div></div>",
    "Didomi": "<div id=didomi-host><div id=didomi-popup class=veil><div class=box>"
    + buttons("#didomi-host", "id=didomi-notice-disagree-button", "id=didomi-notice-agree-button", "Disagree")
    + "</div></div></div>",
    "iubenda": "<div id=iubenda-cs-banner class=bar>"
    + buttons("#iubenda-cs-banner", "class=iubenda-cs-reject-btn", "class=iubenda-cs-accept-btn")
    + "</div>",
    "Sourcepoint": "<div id=sp_message_container_7 class=veil><iframe id=sp_message_iframe_7 src='/index.html?message_id=7' "
    "style='position:absolute;left:10%;top:20%;width:80%;height:300px;border:0'></iframe></div>"
    "<script>addEventListener('message', (said) => { if (said.data === 'reject' || said.data === 'accept') chosen(said.data, '#sp_message_container_7') })</script>",
    "one of the newsroom's own": "<div id=own-cookie-box class=box role=dialog aria-label=cookies><h2>Cookies</h2>"
    + buttons("#own-cookie-box", "", "", "Reject all cookies")
    + "</div>",
}  # fmt: skip
FRAME = """<!doctype html><meta charset=utf-8><body style="margin:0;background:#fff;font:16px sans-serif"><p>We value your privacy</p>
<button class="sp_choice_type_11" title="Accept" onclick="parent.postMessage('accept','*')">Accept</button>
<button class="sp_choice_type_13" title="Reject all" onclick="parent.postMessage('reject','*')">Reject all</button>"""
NO_CHOICE = "<div id=only-yes class=bar><p>We use cookies. By staying you agree.</p><button onclick=\"chosen('accept','#only-yes')\">Accept all</button></div>"
