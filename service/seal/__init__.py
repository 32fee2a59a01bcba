"""Capture → snapshot, and its verification. Pure: no bytes come in or go out but by argument.

`seal` makes a snapshot, `read` gives what a manifest says, `verify` says what still holds.
"""

from service.seal.reading import read
from service.seal.sealing import seal
from service.seal.verification import verify

__all__ = ["read", "seal", "verify"]
