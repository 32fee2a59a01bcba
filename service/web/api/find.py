"""Finding without keeping."""

import asyncio

from service.errors import BadArticle, BadUrl
from service.model.wire import reference_as_json
from service.pipeline import Archive
from service.references import find
from service.web.answers import FoundAnswer, ReferenceAnswer
from service.web.bodies import read_article
from service.web.requests import FindBody
from service.web.typed import Reply, Routes

routes = Routes("find")


@routes.post("/v1/find", gives={200: FoundAnswer}, fails=(BadArticle, BadUrl))
async def find_references(archive: Archive, *, body: FindBody) -> Reply:
    """Find every post and link in one article; stores nothing, asks no network.

    `body[start:end]`, counted in Unicode code points, is exactly what a CMS would replace.
    """
    article = await asyncio.to_thread(read_article, body.body, body.format, archive.settings.body_bytes, url=body.url)
    references = await asyncio.to_thread(find, article)
    found = tuple(ReferenceAnswer.model_validate(reference_as_json(reference)) for reference in references)
    return Reply(body=FoundAnswer(references=found))
