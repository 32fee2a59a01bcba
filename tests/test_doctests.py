import doctest
import importlib
import pkgutil

import pytest

import service

MODULES = [
    module.name
    for module in pkgutil.walk_packages(service.__path__, "service.")
    if not module.name.startswith(("service.catalogue.migrations", "service.__main__"))
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_a_docstring_is_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_at_all():
    finder = doctest.DocTestFinder()
    assert sum(bool(found.examples) for name in MODULES for found in finder.find(importlib.import_module(name))) > 10
