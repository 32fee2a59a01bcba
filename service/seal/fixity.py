"""SHA256SUMS: the one list of digests that `sha256sum -c` reads and that signatures, timestamps and logs cover.

Layout (version 1), coreutils' text format, sorted by name, a newline after every line:

    <64 hex digits>  dom.html
    <64 hex digits>  manifest.json
    <64 hex digits>  post.png

It lists every file of the snapshot, the manifest too, and not itself. What vouches for the list is added later beside
it and stands in no list: SHA256SUMS.p7s, SHA256SUMS.p7s.tsr (or one per authority), SHA256SUMS.tlog-proof.
"""

import hashlib
import re
from collections.abc import Mapping

from service.errors import IntegrityFailed

SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"

_LINE = re.compile(r"([0-9a-f]{64})  ([a-z0-9][a-z0-9._/-]*)")
_PATH = re.compile(r"[a-z0-9][a-z0-9._/-]{0,199}")
_VOUCHER = re.compile(r"SHA256SUMS\.(p7s|p7s(\.[a-z0-9-]+)?\.tsr|tlog-proof)")


def sha256(body: bytes) -> str:
    """Give the SHA-256 in hex."""
    return hashlib.sha256(body).hexdigest()


def is_voucher(name: str) -> bool:
    """Say whether a file is one that vouches for SHA256SUMS and is therefore not listed in it.

    >>> is_voucher("SHA256SUMS.p7s.tsr"), is_voucher("SHA256SUMS.txt")
    (True, False)
    """
    return _VOUCHER.fullmatch(name) is not None


def is_path(name: str) -> bool:
    """Say whether a file may have that name: the manifest's pattern, and no empty, `.` or `..` part.

    >>> is_path("raw/01-oembed.json"), is_path("a/../b"), is_path("A.png"), is_path("raw/")
    (True, False, False, False)
    """
    return _PATH.fullmatch(name) is not None and not {"", ".", ".."} & set(name.split("/"))


def write(digests: Mapping[str, str]) -> bytes:
    """Write the list: file name → SHA-256 in hex."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("ascii")


def read(body: bytes) -> dict[str, str]:
    """Read the list: file name → SHA-256 in hex. Raises IntegrityFailed with one sentence."""
    try:
        lines = body.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise IntegrityFailed("It holds bytes that are no ASCII.") from error
    if lines.pop() != "":
        raise IntegrityFailed("Its last line is cut off.")
    digests: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None or not is_path(match[2]):
            raise IntegrityFailed(f"Its line {number} is not a digest and a name.")
        if match[2] in digests:
            raise IntegrityFailed(f"It lists {match[2]} twice.")
        digests[match[2]] = match[1]
    if not digests:
        raise IntegrityFailed("It is empty.")
    return digests
