"""`Idempotency-Key`: a repeated request gives the first answer again and does nothing twice."""

import hashlib
from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from service.errors import Conflict, KeyReused
from service.pipeline import Archive
from service.web.typed import Reply

Accepting = Callable[[], Awaitable[Reply]]


async def once(archive: Archive, key: str, body: BaseModel, accept: Accepting) -> Reply:
    """Accept a request under its key, or give the answer it got before.

    Raises KeyReused when the key stands for another request, Conflict while the first one is still under way. A request
    that failed gives its key back.
    """
    digest = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    known = await archive.ledger.remember(key, digest)
    if known is not None:
        if known.digest != digest:
            raise KeyReused("This Idempotency-Key was used for another request.")
        if known.status is None:
            raise Conflict(
                "The first request with this Idempotency-Key is still under way.",
                hint="Ask again; after a minute without an answer the key is free for the same request.",
            )
        assert isinstance(known.answer, dict), "we stored an object"
        return Reply(status=known.status, text=known.answer["text"], headers=known.answer["headers"])
    try:
        reply = await accept()
    except BaseException:
        await archive.ledger.release(key)
        raise
    text = reply.body.model_dump_json(by_alias=True) if reply.body else reply.text
    await archive.ledger.answered(key, reply.status, {"headers": dict(reply.headers), "text": text})
    return reply
