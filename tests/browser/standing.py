"""A browser that stands apart, started as infra/browser.sh starts one, as the ordinary user that ours runs as."""

import contextlib
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.capture import binary
from service.capture.runtime import Runtime, ordinary_user, runtime
from service.settings import Settings

SCRIPT = Path(__file__).parents[2] / "infra" / "browser.sh"


@cache
def arguments_of_the_script():
    """What infra/browser.sh starts a browser with, asked of itself as an ordinary user."""
    user = ordinary_user()
    with tempfile.TemporaryDirectory() as folder:
        teller = Path(folder) / "teller"
        teller.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
        teller.chmod(0o755)
        teller.parent.chmod(0o755)
        done = subprocess.run(
            ["/bin/sh", "-s"], input=SCRIPT.read_text(), env={"BROWSER": str(teller), "GATES": "127.0.0.1"},
            user=user.pw_uid, group=user.pw_gid, capture_output=True, text=True, check=True,
        )  # fmt: skip
    own = ("--remote-debugging-port=", "--user-data-dir=")
    return [each for each in done.stdout.splitlines() if not each.startswith(own)]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Standing:
    """Browsers that stand at one address, one after the other."""

    place: Runtime
    arguments: list[str]
    port: int
    process: subprocess.Popen[str] | None = None

    @property
    def address(self):
        return f"ws://127.0.0.1:{self.port}"

    def start(self, *more, without=()):
        profile = self.place.path / "home" / f"profile-{len(list((self.place.path / 'home').iterdir()))}"
        profile.mkdir()
        kept = [each for each in self.arguments if not each.startswith(without or "\0")]
        own = [f"--remote-debugging-port={self.port}", f"--user-data-dir={profile}"]
        self.process = subprocess.Popen(
            [self.place.launcher, *own, *more, *kept], env=self.place.environment, stderr=subprocess.PIPE, text=True
        )
        next(line for line in self.process.stderr if "DevTools listening" in line)
        return self

    def end(self):
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@contextlib.contextmanager
def stands(settings):
    """Give a place for browsers, in which none is started yet."""
    with runtime(binary.find(Settings(_env_file=None)), settings) as place:
        one = Standing(place, arguments_of_the_script(), free_port())
        try:
            yield one
        finally:
            one.end()
