"""Requests that a machine made up from the description get only answers that the description names."""

import asyncio

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.newsroom import a_post, an_embed

EXAMPLES = 12
STREAMS = ("/events", "/metrics")


@pytest.fixture
async def kept(newsroom):
    await newsroom.keep(an_embed(), a_post())
    return newsroom


@pytest.mark.slow
async def test_made_up_requests_are_answered_as_the_description_says(kept):
    described = await asyncio.to_thread(lambda: requests.get(f"{kept.address}/openapi.json", timeout=10).json())
    schema = schemathesis.openapi.from_dict(described)
    schema.config.update(base_url=kept.address)
    answered = await asyncio.to_thread(run, schema)
    assert answered >= EXAMPLES * 5


def run(schema):
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
                case.call_and_validate(excluded_checks=[positive_data_acceptance], timeout=10)
                answered += 1

            try:
                check()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "nothing of this operation can be wrong"
    return answered
