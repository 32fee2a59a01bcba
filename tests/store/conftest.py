import pytest

from service.store.memory import MemoryStore
from service.store.s3 import Place, S3Store


@pytest.fixture
def place(s3):
    return Place(
        bucket=s3.bucket, prefix="newsroom", endpoint=s3.url, access_key=s3.access_key, secret_key=s3.secret_key
    )


@pytest.fixture
async def s3_store(place):
    async with S3Store(place, timeout=20) as opened:
        yield opened


@pytest.fixture(params=["memory", "s3"])
def store(request):
    """Each store that keeps the port's promise."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue("s3_store")
