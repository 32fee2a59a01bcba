"""Requests that a machine made up from the description get only answers that the description names."""

import asyncio
import os
from datetime import UTC, datetime

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from service.catalogue.keys import Keys
from service.model.key import Scope, make
from tests.web.newsroom import a_post, an_embed

EXAMPLES = 12
STREAMS = ("/events", "/metrics")


@pytest.fixture
async def kept(newsroom):
    await newsroom.keep(an_embed(), a_post())
    return newsroom


async def a_key(archive, *scopes):
    key, token = make("schema", scopes, created=datetime.now(UTC), random=os.urandom(38))
    await Keys(archive.catalogue.database).add(key)
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.slow
@pytest.mark.parametrize("keys", [False, True], ids=["open", "with keys"])
async def test_made_up_requests_are_answered_as_the_description_says(kept, keys):
    headers = await a_key(kept.archive, Scope.ADMIN) if keys else {}
    described = await asyncio.to_thread(lambda: requests.get(f"{kept.address}/openapi.json", timeout=10).json())
    schema = schemathesis.openapi.from_dict(described)
    schema.config.update(base_url=kept.address)
    answered = await asyncio.to_thread(run, schema, headers)
    print(f"\n{answered} made-up requests {'with a key' if keys else 'without keys'}: 0 failures")
    assert answered >= EXAMPLES * 5


def run(schema, headers):
    """Call every operation with made-up requests, fitting and misfitting; gives how many were answered.

    That a fitting request is accepted is not asked for: a schema cannot say which text is an article and which address
    is public.
    """
    answered = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.endswith(STREAMS):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            def check(case):
                nonlocal answered
                case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance], timeout=10)
                answered += 1

            try:
                check()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "nothing of this operation can be wrong"
    return answered


@pytest.mark.slow
async def test_no_operation_forgets_to_ask_for_the_key(kept):
    headers = await a_key(kept.archive, Scope.ADMIN)
    described = await asyncio.to_thread(lambda: requests.get(f"{kept.address}/openapi.json", timeout=10).json())
    schema = schemathesis.openapi.from_dict(described)
    schema.config.update(base_url=kept.address)
    asked = await asyncio.to_thread(ask_without, schema, headers)
    assert asked >= 14


def ask_without(schema, headers):
    """Call every operation that declares a key, with a right one; the check itself then asks without and with a wrong one."""
    asked = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if not operation.definition.raw.get("security") or operation.path.endswith("/events"):
            continue

        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        @settings(
            max_examples=2, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def check(case):
            case.call_and_validate(headers=headers, checks=[ignored_auth], timeout=10)
            for wrong in ({}, {"Authorization": "Bearer holdfast_aaaaaaaaaa_" + "x" * 43}):
                assert case.call(headers=wrong, timeout=10).status_code == 401, case.path

        check()
        asked += 1
    return asked
