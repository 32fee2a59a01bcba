"""Become another program that does not outlive the process that started it.

    python -I -S leash.py PARENT UID GID SIGNAL PROGRAM [ARGUMENT…]

Run by path as a program of its own, with the standard library only. The order matters: the kernel forgets the
death signal when a process changes its user (prctl(2), PR_SET_PDEATHSIG), so the user comes first; and a parent
that died before the signal was set is noticed by comparing parents afterwards. The signal is tied to the *thread*
that started us: start servers from a thread that lives as long as the service, the main one.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Change the user when asked to, tie the signal, become the program."""
    parent, uid, gid, number = (int(argument) for argument in arguments[:4])
    program = arguments[4:]
    if os.geteuid() != uid:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0) != 0:
        sys.exit("The kernel refused to tie this process to its parent.")
    if os.getppid() != parent:
        sys.exit("The service was gone before its server started.")
    os.execv(program[0], program)  # noqa: S606 - becoming that program, without a shell, is what this file is for


if __name__ == "__main__":
    main(sys.argv[1:])
