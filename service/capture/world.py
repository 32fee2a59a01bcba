"""A world of our own inside a page: sees the document, cannot be seen or fooled by the page's scripts."""

import json
from importlib import resources
from typing import Any

from playwright.async_api import CDPSession, Error

from service.errors import CaptureFailed

_PARTS = {
    name: resources.files("service.capture").joinpath(f"{name}.js").read_text("utf-8")
    for name in ("page", "dom", "floating", "seen", "meant")
}
_QUESTIONS = f"""(() => {{ const questions = {_PARTS["page"]};
{_PARTS["dom"]}{_PARTS["floating"]}{_PARTS["seen"]}{_PARTS["meant"]}return questions; }})()"""
_TRIES = 3
"""A page may go elsewhere between a question and its answer; then it is asked again, in the new document."""


class World:
    """Asks the questions of page.js, floating.js, seen.js and meant.js."""

    def __init__(self, session: CDPSession, frame: str | None = None) -> None:
        """`frame`: id of the frame that is asked; the session's own where none is given."""
        self._session = session
        self._frame = frame
        self._context: int | None = None

    async def ask(self, question: str, **arguments: Any) -> Any:
        """Ask one question; the caller bounds the time. Raises CaptureFailed when the page cannot answer."""
        trouble: Exception | None = None
        for _ in range(_TRIES):
            try:
                return await self._ask(question, arguments)
            except Error as error:
                trouble, self._context = error, None
        raise CaptureFailed(f"The page could not be asked for its {question}.") from trouble

    async def _ask(self, question: str, arguments: dict[str, Any]) -> Any:
        entering = "" if self._context is not None else f"globalThis.questions = {_QUESTIONS};"
        if self._context is None:
            self._context = await self._enter()
        answer = await self._session.send(
            "Runtime.evaluate",
            {
                "expression": f"{entering}questions.{question}({json.dumps(arguments)})",
                "contextId": self._context,
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            text = answer["exceptionDetails"].get("exception", {}).get("description", "no reason")
            raise CaptureFailed(f"Our own question {question} went wrong: {text}")
        return answer["result"].get("value")

    async def _enter(self) -> int:
        if self._frame is None:
            tree = await self._session.send("Page.getFrameTree")
            self._frame = tree["frameTree"]["frame"]["id"]
        world = await self._session.send("Page.createIsolatedWorld", {"frameId": self._frame, "worldName": "holdfast"})
        return int(world["executionContextId"])
