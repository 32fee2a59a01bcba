"""API keys: what a caller holds, and what we keep of it.

    holdfast_<id>_<secret>     id      10 characters, public: it stands in lists, logs and manifests
                               secret  43 characters, 256 random bits; only its SHA-256 is kept

A secret of 256 random bits cannot be guessed from its digest, so no slow hash is needed.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PREFIX = "holdfast"
ID_BYTES = 6
SECRET_BYTES = 32
_TOKEN = re.compile(rf"{PREFIX}_([a-z2-7]{{10}})_([A-Za-z0-9_-]{{43}})")


class Scope(StrEnum):
    """What a key may do."""

    READ = "read"
    """See everything that is kept: pages, articles, embeds, snapshots, files."""
    FIND = "find"
    """Ask what an article refers to; stores nothing."""
    WRITE = "write"
    """Hand in articles and addresses, and have embeds visited again."""
    ADMIN = "admin"
    """All of these, and the numbers of the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key, without its secret."""

    id: str
    name: str
    """Whose it is, for people."""
    scopes: tuple[Scope, ...]
    sha256: str
    """Hex, of the secret."""
    created: datetime
    revoked: datetime | None = None
    body_bytes: int | None = None
    """Bytes of one request at most; None: what the service takes."""
    visits_a_day: int | None = None
    """Visits that it may ask for within 24 hours; None: as many as it likes."""

    def opens(self, scope: Scope) -> bool:
        """Say whether the key may be used for this."""
        return self.revoked is None and (scope in self.scopes or Scope.ADMIN in self.scopes)

    def fits(self, secret: str) -> bool:
        """Say whether this is the key's secret; takes the same time whatever the answer is."""
        return hmac.compare_digest(self.sha256, digest(secret))


def make(
    name: str,
    scopes: tuple[Scope, ...],
    *,
    created: datetime,
    random: bytes,
    body_bytes: int | None = None,
    visits_a_day: int | None = None,
) -> tuple[Key, str]:
    """Make a key of ID_BYTES + SECRET_BYTES random bytes. Gives what is kept, and the token that is shown once."""
    if len(random) != ID_BYTES + SECRET_BYTES:
        raise ValueError("A key is made of 38 random bytes.")
    key_id = base64.b32encode(random[:ID_BYTES]).decode().lower().rstrip("=")
    secret = base64.urlsafe_b64encode(random[ID_BYTES:]).decode().rstrip("=")
    key = Key(
        id=key_id,
        name=name,
        scopes=scopes,
        sha256=digest(secret),
        created=created,
        body_bytes=body_bytes,
        visits_a_day=visits_a_day,
    )
    return key, f"{PREFIX}_{key_id}_{secret}"


def read(token: str) -> tuple[str, str] | None:
    """Give id and secret of a token; None when it is none.

    >>> read("holdfast_abcdefghij_" + "x" * 43)[0]
    'abcdefghij'
    >>> read("hunter2") is None
    True
    """
    found = _TOKEN.fullmatch(token)
    return (found[1], found[2]) if found else None


def digest(secret: str) -> str:
    """Give what is kept of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()
