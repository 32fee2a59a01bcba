"""A small service of its own process: keeps both servers until it is told to stop, or killed.

python keeper.py DATA    says one line of JSON when both answer, then reads standard input to its end
"""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from service import log
from service.embedded import embedded_postgres, embedded_s3


async def main(data: Path) -> None:
    async with embedded_postgres(data) as url, embedded_s3(data) as endpoint:
        print(json.dumps({"url": url, "s3": asdict(endpoint)}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


log.configure()
asyncio.run(main(Path(sys.argv[1])))
