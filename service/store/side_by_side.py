"""Many calls to a store at once, few enough for it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

WIDTH = 8
"""Calls of one bundle under way at once: half of the store's threads, so that two bundles do not starve each other."""


async def side_by_side(work: Callable[[A], Awaitable[R]], arguments: Iterable[A]) -> list[R]:
    """Do the work for each argument, at most WIDTH at once; results in the order of the arguments.

    The first failure ends the rest and is raised as it is.
    """
    turns = asyncio.Semaphore(WIDTH)

    async def turn(argument: A) -> R:
        async with turns:
            return await work(argument)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(turn(argument)) for argument in arguments]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from failed
    return [task.result() for task in tasks]
