"""How stored bytes are served: whatever they are, they are looked at and never run.

Measured in Chromium 156: HTML and SVG that are served plainly read our cookies and our API; with `sandbox`, as an
attachment, or as a picture with `nosniff` nothing of them runs.
"""

from base64 import b64encode
from collections.abc import Mapping

SHOWN = frozenset(
    {"image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "text/plain", "application/json"}
)
"""Media types that cannot run; every other one is handed out as a download."""
FOR_EVER = "public, max-age=31536000, immutable"
"""What is sealed never changes (RFC 8246)."""


def inert_headers(media_type: str, sha256: str, name: str) -> Mapping[str, str]:
    """Give the headers under which a stored file leaves. `sha256` is hex and becomes `Repr-Digest` (RFC 9530)."""
    kind = media_type.partition(";")[0].strip().lower()
    last = name.rpartition("/")[2]
    return {
        "Content-Type": f"{kind}; charset=utf-8" if kind in ("text/plain", "application/json") else kind,
        "Content-Disposition": f'{"inline" if kind in SHOWN else "attachment"}; filename="{last}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": FOR_EVER,
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:",
        "ETag": f'"{sha256}"',
    }
