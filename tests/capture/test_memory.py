"""Our own process keeps one heap, however many threads work for it, and does not look through all of it again."""

import gc
import subprocess
import sys

from service.capture.memory import standing

ALLOCATING = """
import ctypes, threading
from service.capture.memory import one_heap
{first}
held, ready, done = [], threading.Barrier(9), threading.Barrier(9)
def work():
    held.append([bytes(2000) for _ in range(2000)])
    ready.wait()
    done.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[each.start() for each in threads]
ready.wait()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
done.wait()
"""


def heaps(first):
    done = subprocess.run(
        [sys.executable, "-c", ALLOCATING.format(first=first)], capture_output=True, text=True, check=True
    )
    return done.stdout.count("<heap nr=")


def test_threads_share_one_heap():
    assert (heaps("one_heap()"), heaps("") > 1) == (1, True)


def test_what_stands_is_left_alone_while_there_is_work_and_what_comes_is_still_collected():
    class Loop:
        pass

    with standing():
        assert gc.get_freeze_count() > 10_000
        new = Loop()
        new.itself = new
        del new
        assert any(isinstance(each, Loop) for each in gc.get_objects())
        gc.collect()
        assert not any(isinstance(each, Loop) for each in gc.get_objects())
    assert gc.get_freeze_count() == 0
