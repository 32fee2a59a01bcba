"""How the browser is started: what keeps it behind the gate, and what keeps its pictures the same.

Playwright's own flags stay, except that its --disable-features list is merged with ours: given twice, the last wins.
"""

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

PRIVATE = ("--user-data-dir=", "--remote-debugging-", "--proxy-server=", "--field-trial-handle", "--no-startup-window")
"""Flags that say nothing of the pictures and differ from start to start; left out of the manifest."""
