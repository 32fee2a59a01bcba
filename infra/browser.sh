#!/bin/sh
# A browser that stands apart from the workers: they reach it over DevTools, it reaches the world through them alone.
#
#   GATES="10.0.0.5 10.0.0.6" infra/browser.sh [PORT]      GATES: HOLDFAST_GATE_ADDRESS of every worker
#
# Start it as an ordinary user with nothing of value in reach. It listens on 127.0.0.1 (9222, or PORT): whoever reaches
# that port commands it, so let in workers alone, over TLS, with the Host header set to localhost. Give it a memory limit
# of its own (a cgroup); workers cannot watch it. See docs/browser-elsewhere.md.
set -eu
[ "$(id -u)" -ne 0 ] || { echo "Not as root: the browser would have no sandbox." >&2; exit 1; }
exempt=" , EXCLUDE 127.0.0.1"
for gate in ${GATES:-}; do exempt="$exempt , EXCLUDE $gate"; done
home=$(mktemp -d)
exec env -i HOME="$home" TMPDIR="$home" PATH=/usr/bin:/bin "${BROWSER:-/usr/lib/chromium/chromium-headless-shell}" \
    "--remote-debugging-port=${1:-9222}" "--user-data-dir=$home/profile" --enable-automation \
    "--host-resolver-rules=MAP * ~NOTFOUND$exempt" \
    --proxy-server=http://127.0.0.1:1 "--proxy-bypass-list=<-loopback>" \
    --disable-quic --force-webrtc-ip-handling-policy=disable_non_proxied_udp \
    --webrtc-ip-handling-policy=disable_non_proxied_udp --enforce-webrtc-ip-permission-check \
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,WebTransport,AsyncDns,Prerender2,SpeculationRulesPrefetchFuture,PrivateAggregationApi,Reporting" \
    --dns-prefetch-disable --no-pings --disable-domain-reliability --deny-permission-prompts --block-new-web-contents \
    --autoplay-policy=document-user-activation-required --disable-notifications --lang=en-US \
    --disable-field-trial-config --disable-background-networking --disable-background-timer-throttling \
    --disable-backgrounding-occluded-windows --disable-back-forward-cache --disable-breakpad \
    --disable-component-update --no-default-browser-check --disable-default-apps --disable-dev-shm-usage \
    --disable-extensions --enable-features=CDPScreenshotNewSurface --allow-pre-commit-input --disable-hang-monitor \
    --disable-ipc-flooding-protection --disable-prompt-on-repost --disable-renderer-backgrounding \
    --force-color-profile=srgb --metrics-recording-only --no-first-run --password-store=basic --use-mock-keychain \
    --no-service-autorun --enable-unsafe-swiftshader --disable-sync --hide-scrollbars --mute-audio \
    --blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4 about:blank
