"""Runs a command that the kernel ends when its parent ends, however that happened.

`python tether.py SIGNAL COMMAND…` becomes the command. It is run as a file and needs nothing but the
standard library.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# prctl(2); it holds across execve(2) and is cleared by fork(2).
PR_SET_PDEATHSIG = 1
# Who the parent must be: it may end before the call to prctl, which then has no effect.
PARENT = "TETHER_PARENT_PID"


def tether(number: signal.Signals) -> None:
    """Have the kernel send `number` to this process when its parent ends. Raises OSError when refused."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, int(number)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def main(arguments: list[str]) -> None:
    number, *command = arguments
    tether(signal.Signals[number])
    parent = os.environ.get(PARENT)
    if parent is not None and os.getppid() != int(parent):
        sys.exit(1)
    os.environ[PARENT] = str(os.getpid())
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
