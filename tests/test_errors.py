import importlib
import inspect
import pkgutil
import re

import pytest

import service
from service import errors
from service.errors import HoldfastError

TREE = [kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, HoldfastError)]


@pytest.mark.parametrize("kind", TREE)
def test_every_failure_says_what_a_person_can_do(kind):
    error = kind("It broke.")
    assert str(error) == "It broke."
    assert error.hint.endswith(".")
    assert error.hint == kind.default_hint
    assert kind("It broke.", hint="Mend it.").hint == "Mend it."
    assert inspect.getdoc(kind).endswith(".")


@pytest.mark.parametrize("kind", TREE)
def test_every_failure_has_a_status_and_an_exit_code(kind):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code)
    assert kind.status in range(400, 600)
    assert kind.exit_code in (1, 2)
    assert not (kind.retryable and kind.exit_code == 2), "what a caller did wrong does not mend itself"


def test_no_two_failures_share_a_code():
    codes = [kind.code for kind in TREE]
    assert len(set(codes)) == len(codes)


def test_the_tree_is_drawn_as_it_is():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__)
    assert sorted(drawn) == sorted(kind.__name__ for kind in TREE if kind is not HoldfastError)
    above = []
    for line in errors.__doc__.splitlines():
        found = re.match(r"^( *(?:│ *)*)[├└]── (\w+)", line.removeprefix("    "))
        if found:
            depth = len(found[1]) // 4
            above = [*above[:depth], found[2]]
            parent = above[depth - 1] if depth else "HoldfastError"
            assert getattr(errors, found[2]).__mro__[1].__name__ == parent, found[2]


def test_what_we_raise_stands_in_one_file():
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if "migrations" in module.name or module.name.endswith("__main__"):
            continue
        for name, kind in vars(importlib.import_module(module.name)).items():
            own = inspect.isclass(kind) and issubclass(kind, HoldfastError) and kind.__module__ == module.name
            assert not own or name.startswith("_") or module.name == "service.errors", f"{module.name}.{name}"
