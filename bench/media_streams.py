"""Calls whose sound goes both ways through the line, without anybody who hears or speaks."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from websockets.asyncio.client import ClientConnection, connect

from bench import media_line
from bench.figures import Measurement, Spread
from bench.media_line import NotCarried, Told
from bench.memory import memory_of
from bench.processor import seconds_of

STREAMS = 50
SECONDS = 20.0
WARM_UP_S = 2.0
FRAME_BYTES, FRAME_S = 160, 0.02


def measure(console: Console, *, streams: int = STREAMS, seconds: float = SECONDS) -> list[Measurement]:
    """Raises NotCarried when a call gets fewer frames than were due."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with media_line.running() as line, Progress(*columns, console=console) as progress:
        task = progress.add_task(f"{streams} calls", total=WARM_UP_S + seconds)
        run = asyncio.run(
            _calls(line, streams, seconds, lambda elapsed: progress.update(task, completed=elapsed))
        )
        memory = memory_of(line.pid)
    # Of those under way when the measuring begins and ends, one or two of each call are not counted.
    due = round(streams * seconds / FRAME_S)
    heard = sum(len(one) for one in run.came)
    if min(heard, run.told.heard) < due - 2 * streams:
        raise NotCarried(
            f"Of {due} frames due each way, {run.told.heard} came to the line and {heard} from it."
        )
    counts = {"calls": streams, "frames to the line": run.told.heard, "frames from the line": heard}
    words = (
        f"{streams} calls on this machine, for {seconds:.0f} s after {WARM_UP_S:.0f} s to warm up. Each "
        "sends a frame of 20 ms of mu-law as JSON every 20 ms, and gets as many back. The line is a process "
        "of its own, as `python -m assistant.line` is; nothing hears or speaks. "
    )
    return [
        Measurement(
            name=f"sound of {streams} calls, sent",
            method=f"{words}A time is by how much a frame was sent after it was due.",
            spread=Spread.of([late * 1000 for late in run.told.late]),
            rate=len(run.told.late) / seconds,
            counts=counts | {"percent of one core": round(run.core_percent)},
            memory_mb={"line": memory},
        ),
        Measurement(
            name=f"sound of {streams} calls, arrived",
            method=f"{words}A time is by how much a frame came later than the most punctual one of its call, "
            "by the clock of those who call; their own lateness is in it.",
            spread=Spread.of([late * 1000 for came in run.came for late in _lateness(came)]),
            rate=heard / seconds,
            counts=counts,
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    """When each frame of each call came, in seconds of one clock; what the line saw, and took of a core."""

    came: list[list[float]]
    told: Told
    core_percent: float


def _lateness(came: list[float]) -> list[float]:
    offsets = [at - n * FRAME_S for n, at in enumerate(came)]
    first = min(offsets)
    return [one - first for one in offsets]


async def _calls(
    line: media_line.Running, streams: int, seconds: float, told: Callable[[float], None]
) -> _Run:
    begin = time.monotonic() + 1.0
    measured = (begin + WARM_UP_S, begin + WARM_UP_S + seconds)
    calls = [_call(line.port, n, begin + FRAME_S * n / streams, measured) for n in range(streams)]
    running = asyncio.gather(*calls)
    await _wait_until(measured[0], begin, told)
    line.begin()
    cpu_s = seconds_of(line.pid)
    await _wait_until(measured[1], begin, told)
    cpu_s = seconds_of(line.pid) - cpu_s
    seen = line.tell()
    return _Run(await running, seen, 100 * cpu_s / seconds)


async def _wait_until(at: float, begin: float, told: Callable[[float], None]) -> None:
    while (left := at - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 0.5))
        told(time.monotonic() - begin)


async def _call(port: int, number: int, begin: float, measured: tuple[float, float]) -> list[float]:
    stream_id = f"MZ{number:032x}"
    came: list[float] = []
    async with connect(
        f"ws://127.0.0.1:{port}/media", compression=None, proxy=None, max_queue=None
    ) as socket:
        await socket.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
        await socket.send(json.dumps(_start(stream_id, f"CA{number:032x}")))
        listening = asyncio.create_task(_listen(socket, came, measured))
        payload = base64.b64encode(bytes(range(FRAME_BYTES))).decode()
        sequence = 1
        while (due := begin + sequence * FRAME_S) < measured[1]:
            await asyncio.sleep(due - time.monotonic())
            sequence += 1
            sound = {"track": "inbound", "chunk": str(sequence), "payload": payload}
            await socket.send(
                json.dumps(
                    {
                        "event": "media",
                        "sequenceNumber": str(sequence),
                        "streamSid": stream_id,
                        "media": sound,
                    }
                )
            )
        await asyncio.wait({listening}, timeout=1.0)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    return came


def _start(stream_id: str, call_id: str) -> dict[str, object]:
    sound = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    inner = {
        "streamSid": stream_id,
        "callSid": call_id,
        "mediaFormat": sound,
        "customParameters": {"token": "t"},
    }
    return {"event": "start", "sequenceNumber": "1", "streamSid": stream_id, "start": inner}


async def _listen(socket: ClientConnection, came: list[float], measured: tuple[float, float]) -> None:
    async for raw in socket:
        now = time.monotonic()
        if now >= measured[1]:
            return
        if now >= measured[0] and json.loads(raw)["event"] == "media":
            came.append(now)
