"""The worker process: its chores, until it is told to stop."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from assistant import logs
from assistant.composition import Parts, compose, deliverer, webhook_deliverer
from assistant.conversation.chores import NAME, Worker
from assistant.conversation.jobs import Job
from assistant.errors import AssistantError
from assistant.messages import TurnResult
from assistant.rendering import sms
from assistant.settings import load_settings
from knowledge.library import KnowledgeError

WRONG_SETTING = 2


def main() -> int:
    """Work until SIGTERM or SIGINT. 2, with one sentence on stderr, when it cannot start."""
    try:
        settings = load_settings()
        logs.configure(settings.log_level, process=NAME)
        logs.catch_uncaught()
        with compose(settings) as parts:
            return run_until_signalled(worker_of(parts))
    except (AssistantError, KnowledgeError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG_SETTING


def worker_of(parts: Parts) -> Worker:
    """The worker of an installation."""

    def texts_of(result: TurnResult) -> Sequence[str]:
        text = sms.render(result.replies, parts.signatures, result.preferences.script).text
        return (text,) if text else ()

    hooks = webhook_deliverer(parts)
    return Worker(
        parts.database,
        parts.vault,
        parts.clock,
        deliverer(parts),
        take_again=parts.turn.take,
        texts_of=texts_of,
        casework=parts.casework,
        retention_days=parts.settings.retention_days,
        more=(
            Job("webhooks", hooks.make_out),
            Job("webhook_delivery", hooks.deliver_next),
        ),
    )


def run_until_signalled(worker: Worker) -> int:
    """Run the worker until SIGTERM or SIGINT, or until it breaks; returns the exit code of the process.

    Only for the main thread. Signals arrive as bytes on a socket: a handler that sets an event itself can
    block for ever on the lock of a wait that it interrupts.
    """
    signals = (signal.SIGTERM, signal.SIGINT)
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    finished = b"\0"
    broken = True

    def work() -> None:
        nonlocal broken
        try:
            worker.run()
            broken = False
        finally:
            writer.send(finished)

    fd_before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, _woken) for number in signals}
    thread = threading.Thread(target=work, name=NAME)
    try:
        thread.start()
        while reader.recv(1) not in (finished, *(bytes([number]) for number in signals)):
            pass
        worker.stop.set()
        thread.join()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(fd_before)
        reader.close()
        writer.close()
    return 1 if broken else 0


def _woken(_number: int, _frame: FrameType | None) -> None:
    """The byte on the socket is what counts; without a handler there is none."""


if __name__ == "__main__":
    sys.exit(main())
