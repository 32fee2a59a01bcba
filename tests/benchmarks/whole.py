"""`python -m tests.benchmarks.whole SECONDS COMMAND…`: run a program as a whole process, and say what it cost.

Prints `{"code", "seconds", "cpu"}` as JSON. Whatever its children leave behind comes to us and is waited for (prctl(2),
PR_SET_CHILD_SUBREAPER), so that the processor time is that of all of them.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time

_CHILD_SUBREAPER = 36
_SECONDS_LEFT = 10


def run(command: list[str], seconds: float) -> dict[str, float]:
    """Run it until it has ended, or is ended, with all its descendants."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    took = time.perf_counter() - began
    signal.alarm(_SECONDS_LEFT)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"code": code, "seconds": took, "cpu": spent.ru_utime + spent.ru_stime}


if __name__ == "__main__":
    if ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("The kernel hands no orphans over.")
    print(json.dumps(run(sys.argv[2:], float(sys.argv[1]))))
