"""`python -m tests.benchmarks.alone KIND TLS_PORT,PLAIN_PORT CA_FILE FOLDER URL…`: photograph pages and leave, as others do.

The pictures are put into the folder under the number of their page. KIND is one of those that `photographers` knows.
"""

import asyncio
import sys
from pathlib import Path

from tests.benchmarks.photographers import hired

_AT_ONCE = 4


async def main(kind: str, ports: str, authority: str, folder: str, *urls: str) -> None:
    """Take them, four at once."""
    turn = asyncio.Semaphore(_AT_ONCE)

    async def take(url: str) -> None:
        async with turn:
            png, _ = await photographer.picture(url, 0.0)
        await asyncio.to_thread((Path(folder) / f"{url.rpartition('/')[2]}.png").write_bytes, png)

    async with hired(kind, ports, Path(authority), None) as photographer:
        await asyncio.gather(*map(take, urls))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
