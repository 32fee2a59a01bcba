"""How the browser is started: what keeps it behind the gate, and what keeps its pictures the same.

Playwright's own flags stay, except that its --disable-features list is merged with ours: given twice, the last wins.
"""

import ipaddress
from collections.abc import Iterable

_FEATURES_OFF = (
    # Playwright 1.65's own list, which ours replaces.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # Ours: ways out that know no proxy, and pages fetched before they are asked for.
    "WebTransport",
    "AsyncDns",
    "Prerender2",
    "SpeculationRulesPrefetchFuture",
    "PrivateAggregationApi",
    "Reporting",
)

HARD = (
    # Nothing is resolved or dialled by the browser itself: the proxy is the only way out. With the proxy this set let
    # none of 44 tried vectors through; the proxy alone let WebRTC through.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-quic",
    # The headless shell reads the first spelling only, the full browser the second only.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--enforce-webrtc-ip-permission-check",
    "--disable-features=" + ",".join(_FEATURES_OFF),
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-domain-reliability",
    "--deny-permission-prompts",
    "--block-new-web-contents",
)

STEADY = ("--autoplay-policy=document-user-activation-required", "--disable-notifications", "--lang=en-US")

DROPPED = ("--disable-popup-blocking",)
"""Of Playwright's own flags: with this one 200 popups are 200 pages."""

NOWHERE = "http://127.0.0.1:1"
"""The proxy of whatever is not a visit: nothing listens there, so nothing leaves."""

FORBIDDEN = (
    "--single-process",
    "--disable-web-security",
    "--disable-site-isolation-trials",
    "--allow-running-insecure-content",
    "--ignore-certificate-errors",
    "--ignore-certificate-errors-spki-list",
    "--no-proxy-server",
    "--proxy-pac-url",
    "--proxy-auto-detect",
    "--host-rules",
    *DROPPED,
)
"""Of a browser that others have started: with one of these it is not what a manifest would say."""

PRIVATE = ("--user-data-dir=", "--remote-debugging-", "--proxy-server=", "--field-trial-handle", "--no-startup-window")
"""Flags that say nothing of the pictures and differ from start to start; left out of the manifest."""

_RESOLVING = "--host-resolver-rules"
_FEATURES = "--disable-features"
_WITHOUT_US = {"--proxy-server": NOWHERE, "--proxy-bypass-list": "<-loopback>"}


def fault(arguments: Iterable[str], address: str) -> str | None:
    """Say which flag a browser that others have started lacks, or has too much; None: it is behind our gate.

    `address`: where our proxies listen; only addresses, and this one among them, may be exempt from not being resolved.

    >>> fault(["--disable-quic"], "10.0.0.5")
    'it was started without --host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 10.0.0.5'
    """
    given = {name: value for name, _, value in (each.partition("=") for each in arguments)}
    wanted = {name: value for name, _, value in (each.partition("=") for each in HARD)} | _WITHOUT_US
    for name, value in wanted.items():
        if name == _RESOLVING:
            if not _resolves_nothing(given.get(name, ""), address):
                return f"it was started without {name}=MAP * ~NOTFOUND , EXCLUDE {address}"
        elif name == _FEATURES:
            lacking = set(value.split(",")) - set(given.get(name, "").split(","))
            if lacking:
                return f"its {name} lacks {', '.join(sorted(lacking))}"
        elif given.get(name) != value:
            return f"it was started without {name}{'=' if value else ''}{value}"
    return next((f"it was started with {name}" for name in FORBIDDEN if name in given), None)


def _resolves_nothing(rules: str, address: str) -> bool:
    first, *rest = (rule.strip() for rule in rules.split(","))
    exempt = {rule.removeprefix("EXCLUDE ").strip() for rule in rest}
    return first == "MAP * ~NOTFOUND" and address in exempt and all(map(_is_address, exempt))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
