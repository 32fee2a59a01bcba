"""A stricter look at a web archive than the reference validator takes: whether a reader can really replay it.

`wacz validate` (py-wacz 0.6.0, read) compares the listed digests and passes a file without pages, index or digest. Here
also: everything is listed and there, each index line leads to the record it names, each payload has its digest, and the
page to begin with is in the index.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from service.seal.fixity import sha256
from service.seal.wacz import DIGEST, INDEX, PACKAGE, PAGES, WARC

_MOST = 512 * 2**20
"""Bytes that one archive may unpack to."""


def faults(body: bytes) -> list[str]:
    """Say what is wrong with a WACZ, one sentence each; empty: nothing. Never raises for what the bytes hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            if sum(entry.file_size for entry in file.infolist()) > _MOST:
                return ["It unpacks to more than is read."]
            members = {name: file.read(name) for name in file.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        return [f"It is no ZIP file that can be read ({error})."]
    missing = [f"{name} is missing." for name in (WARC, INDEX, PAGES, PACKAGE, DIGEST) if name not in members]
    if missing:
        return missing
    try:
        return [*_listed(members), *_indexed(members)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        return [f"A list in it is not in the form of WACZ 1.1.1 ({type(error).__name__})."]


def _listed(members: dict[str, bytes]) -> Iterator[str]:
    if json.loads(members[DIGEST]) != {"path": PACKAGE, "hash": f"sha256:{sha256(members[PACKAGE])}"}:
        yield f"{PACKAGE} is not the one that {DIGEST} speaks of."
    listed = {entry["path"]: entry for entry in json.loads(members[PACKAGE])["resources"]}
    for name in sorted({*listed, *members} - {PACKAGE, DIGEST}):
        if name not in listed or name not in members:
            yield f"{name} is {'listed and not there' if name in listed else 'there and not listed'}."
        elif listed[name]["hash"] != f"sha256:{sha256(members[name])}" or listed[name]["bytes"] != len(members[name]):
            yield f"{name} is not the one that is listed."


def _indexed(members: dict[str, bytes]) -> Iterator[str]:
    lines = members[INDEX].decode().splitlines()
    if lines != sorted(lines):
        yield f"{INDEX} is not sorted."
    known = set()
    for line in lines:
        entry: dict[str, Any] = json.loads(line.split(" ", 2)[2])
        known.add(entry["url"])
        start, length = int(entry["offset"]), int(entry["length"])
        yield from _record(entry, members[WARC][start : start + length])
    for told in members[PAGES].splitlines()[1:]:
        if (page := json.loads(told)["url"]) not in known:
            yield f"The page {page} is in no line of {INDEX}."


def _record(entry: dict[str, Any], member: bytes) -> Iterator[str]:
    """Read the one record that an index line names."""
    unpack = zlib.decompressobj(31)
    try:
        head, _, block = unpack.decompress(member, _MOST).partition(b"\r\n\r\n")
    except zlib.error:
        yield f"At the place of {entry['url']} stands no record."
        return
    lines = head.decode("utf-8", "replace").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    if not unpack.eof or unpack.unused_data or not lines[0].startswith("WARC/"):
        yield f"The record of {entry['url']} is not whole."
    elif fields.get("WARC-Target-URI") != entry["url"]:
        yield f"The record of {entry['url']} is that of {fields.get('WARC-Target-URI')}."
    else:
        block = block[: int(fields["Content-Length"])]
        payload = block.partition(b"\r\n\r\n")[2] if fields["WARC-Type"] == "response" else block
        if (
            f"sha256:{sha256(payload)}" != fields["WARC-Payload-Digest"]
            or entry["digest"] != fields["WARC-Payload-Digest"]
        ):
            yield f"The payload of {entry['url']} does not have its digest."
