"""The answer for accepted work."""

from service.model.work import Operation
from service.pipeline import Archive
from service.web.drawing import draw_operation
from service.web.following import OPEN, settle, wanted_wait
from service.web.typed import Reply


async def accepted(archive: Archive, operation: Operation, prefer: str | None) -> Reply:
    """Answer for accepted visits: 202, or 200 when the caller waited and they are done."""
    headers = {"Location": f"/v1/operations/{operation.id}"}
    wait = wanted_wait(prefer)
    if wait is not None:
        headers["Preference-Applied"] = f"wait={wait}"
        operation = await settle(archive, operation, wait)
    done = wait is not None and operation.status not in OPEN
    return Reply(status=200 if done else 202, body=draw_operation(operation), headers=headers)
