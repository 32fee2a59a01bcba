"""The way out closes whatever it took, also what comes in at the very moment of its end."""

import asyncio

from service.net.loopback import Loopback
from service.net.proxy import listen


async def test_a_connection_that_comes_at_the_end_is_closed_though_nobody_answered_it():
    came = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda *pipe: came.set_result(pipe), "127.0.0.1", 0)
    _, caller = await asyncio.open_connection(*server.sockets[0].getsockname())
    reader, writer = await came
    async with listen(Loopback(names={}, servers={}).dialler()) as listener:
        listener.accept(reader, writer)
        await listener.stop()
        await asyncio.sleep(0)
        assert writer.transport.is_closing()
    caller.close()
    server.close()
