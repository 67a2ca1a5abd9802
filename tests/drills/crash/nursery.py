"""Brings the web process and the worker into the world again, as often as they are killed.

Knowledge is read once, here, where there is neither a connection nor a thread; each process is a fork of
this one that opens all else itself. What a line of stdin names is started, and its process id is answered.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from waitress.server import create_server

from assistant import logs
from assistant.app import web_app
from assistant.channels.twilio_sender import TwilioSender
from assistant.composition import Parts
from assistant.conversation.chores import Worker
from assistant.conversation.outbox import Carriers, Deliverer
from assistant.messages import Channel, TurnResult
from assistant.processes.tether import tether
from assistant.rendering import sms
from assistant.web import THREADS
from assistant.worker import run_until_signalled
from knowledge.gaps import cluster_of
from tests.drills.crash.installation import Installation

ANSWER_WITHIN_S = 0.5
CLAIM = timedelta(seconds=1.5)
"""Longer than the provider is waited for: once when it is asked, and once when it is sent to."""

BROKE = 70


def web(parts: Parts) -> int:
    settings = parts.settings
    server = create_server(web_app(parts), host=settings.host, port=settings.port, threads=THREADS, ident="")
    server.run()
    return 0


def worker(parts: Parts) -> int:
    def texts_of(result: TurnResult) -> Sequence[str]:
        text = sms.render(result.replies, parts.signatures).text
        return (text,) if text else ()

    carriers = Carriers({Channel.SMS: TwilioSender(parts.settings, timeout_s=ANSWER_WITHIN_S)})
    return run_until_signalled(
        Worker(
            parts.database,
            parts.vault,
            parts.clock,
            Deliverer(parts.database, parts.casework, carriers, parts.clock, claim=CLAIM),
            take_again=parts.turn.take,
            texts_of=texts_of,
            casework=parts.casework,
            retention_days=parts.settings.retention_days,
        )
    )


PROGRAMS: dict[str, Callable[[Parts], int]] = {"web": web, "worker": worker}


class Nursery:
    """The living processes, one of each name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts = Installation.read(folder).parts()
        # The first gap would wait for a dictionary.
        cluster_of("办证")
        self._alive: dict[str, int] = {}

    def start(self, name: str) -> int:
        """The process id. Raises RuntimeError when the one before it ended otherwise than by SIGKILL."""
        if name in self._alive:
            code = os.waitstatus_to_exitcode(os.waitpid(self._alive[name], 0)[1])
            if code != -signal.SIGKILL:
                raise RuntimeError(f"{name} ended by itself with {code}")
        pid = os.fork()
        if pid == 0:
            self._live(name)
        self._alive[name] = pid
        return pid

    def close(self) -> None:
        for pid in self._alive.values():
            os.kill(pid, signal.SIGTERM)
        for pid in self._alive.values():
            os.waitpid(pid, 0)

    def _live(self, name: str) -> None:
        """Be that process until its end."""
        code = BROKE
        try:
            tether(signal.SIGKILL)
            os.setsid()
            signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
            with (self._folder / f"{name}.log").open("ab") as output, Path(os.devnull).open("rb") as nothing:
                os.dup2(nothing.fileno(), 0)
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
            logs.configure("INFO", process=name)
            code = PROGRAMS[name](self._parts)
        except BaseException:  # noqa: BLE001 - nothing of the nursery may run on in its child
            traceback.print_exc()
        finally:
            os._exit(code)


def main(folder: Path) -> None:
    nursery = Nursery(folder)
    try:
        print("ready", flush=True)
        for line in sys.stdin:
            print(nursery.start(line.strip()), flush=True)
    finally:
        nursery.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
