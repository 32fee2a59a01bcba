"""A small recorded internet for tests and demos, reached through HOLDFAST_UPSTREAM.

async with replica() as world:
    post = world.add_x_post(handle="mira_lenz", text="The first train is here.", created=…)
    …
    world.delete(post)
"""

from tests.replica.server import replica
from tests.replica.world import World

__all__ = ["World", "replica"]
