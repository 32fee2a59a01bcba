"""Saying no to questions for consent: autoconsent's rules, and the one file of ours around them.

The rules and the script that follows them are the npm package `@duckduckgo/autoconsent` (MPL-2.0), installed beside
the Python environment. The script runs in a world of its own inside each frame, reaches no network and talks to us
alone: we hand it its rules, run the few lines that only the page's own world can answer, and hear what came of it. It
is told to refuse; where nothing can be refused it leaves the banner alone.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Error, Page

from service.capture.frames import Place, places

_PACKAGE = Path(sys.prefix) / "node" / "node_modules" / "@duckduckgo" / "autoconsent"
_SECONDS = 8.0
"""For everything, from the first rule to the last press."""
_SEARCH_SECONDS = 5.0
"""For finding out whether a known banner is there; on an idle machine 0.7 s are enough to say no."""
_LISTEN_MS = 300
_WORLD = "holdfast-consent"
_NOTHING = "nothingDetected"
_CONFIG = {
    "enabled": True,
    "autoAction": "optOut",
    "disabledCmps": [],
    "enablePrehide": False,
    "enableCosmeticRules": False,
    "enableGeneratedRules": True,
    "enableHeuristicDetection": True,
    "heuristicMode": "reject",
    "heuristicPopupSearchTimeout": 100,
    "enablePopupMutationObserver": False,
    "detectRetries": 1,
    "isMainWorld": False,
    "prehideTimeout": 0,
    "visualTest": False,
    "performanceLoggingEnabled": False,
    "logs": {},
}
_BRIDGE = resources.files("service.capture").joinpath("consent.js").read_text("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one frame's banner."""

    manager: str
    """The rule's name: `onetrust`, `Cookiebot` …"""
    refused: bool
    """False also when it had been found and was told to refuse, and no answer came in time."""


@cache
def script() -> tuple[str, Mapping[str, Any]] | None:
    """Give the script and its rules; None when the package is not installed."""
    try:
        body = (_PACKAGE / "dist" / "autoconsent.playwright.js").read_text("utf-8")
        rules = json.loads((_PACKAGE / "rules" / "compact-rules.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return body, {"autoconsent": [], "compact": rules}


async def refuse(page: Page, session: CDPSession) -> tuple[Answer, ...]:
    """Refuse what the page's frames ask for, in bounded time; empty when no banner is known or the package is absent.

    A frame that goes away or does not answer ends its own part and nothing else.
    """
    if script() is None:
        return ()
    answers: dict[str, Answer] = {}

    async def ask(place: Place) -> None:
        with contextlib.suppress(Error, KeyError, TypeError):
            async for answer in _converse(place):
                answers[answer.manager] = answer

    async with places(page, session) as all_places:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS):
                await asyncio.gather(*map(ask, all_places))
    return tuple(answers.values())


async def _converse(place: Place) -> AsyncIterator[Answer]:
    found = script()
    assert found is not None, "refuse() asked before"
    body, rules = found
    session = place.session
    world = await session.send("Page.createIsolatedWorld", {"frameId": place.frame, "worldName": _WORLD})
    inside = {"contextId": world["executionContextId"]}
    bridge = (await session.send("Runtime.evaluate", {"expression": _BRIDGE, **inside}))["result"]["objectId"]
    await session.send("Runtime.evaluate", {"expression": body, "returnByValue": False, **inside})
    await _call(session, bridge, "tell", message={"type": "initResp", "rules": rules, "config": _CONFIG})
    async for answer in _listen(session, bridge, main=place.main):
        yield answer


async def _listen(session: CDPSession, bridge: str, *, main: bool) -> AsyncIterator[Answer]:
    """Hear the script out: until it has refused, has found nothing, or its time is up."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _SEARCH_SECONDS
    manager: str | None = None
    while loop.time() < until or manager is not None:
        try:
            messages = await _call(session, bridge, "next", cap=_LISTEN_MS)
        except Error:
            if manager is not None:  # The frame is gone: it had been told to refuse, and that is what it did.
                yield Answer(manager=manager, refused=True)
            return
        for message in messages:
            match message["type"]:
                case "eval":
                    result = await _evaluate(session, message["code"]) if main else False
                    told = {"type": "evalResp", "id": message["id"], "result": result}
                    await _call(session, bridge, "tell", message=told)
                case "popupFound":
                    manager = str(message["cmp"])
                    yield Answer(manager=manager, refused=False)
                case "optOutResult":
                    yield Answer(manager=str(message["cmp"]), refused=bool(message["result"]))
                    return
                case "report" if message["state"]["lifecycle"] == _NOTHING:
                    return


async def _call(session: CDPSession, bridge: str, question: str, **arguments: Any) -> Any:
    answer = await session.send(
        "Runtime.callFunctionOn",
        {
            "functionDeclaration": f"function(arguments) {{ return this.{question}(arguments) }}",
            "objectId": bridge,
            "arguments": [{"value": arguments}],
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return answer["result"].get("value")


async def _evaluate(session: CDPSession, code: str) -> bool:
    """Run lines of a rule in the page's own world: what the banner's script keeps is known only there."""
    answer = await session.send(
        "Runtime.evaluate", {"expression": code, "returnByValue": True, "timeout": 1000, "awaitPromise": True}
    )
    return "exceptionDetails" not in answer and bool(answer["result"].get("value"))
