"""The process that hears and speaks is killed in the middle of a call, which goes on where it was."""

from __future__ import annotations

import asyncio
import os
import signal
from itertools import count

import pytest

from assistant.channels import mulaw
from assistant.channels.mulaw import FRAME_BYTES, FRAME_S
from assistant.channels.simulator_steps import Asking
from assistant.channels.wav_files import audible
from assistant.conversation.phone_calls import PhoneCalls
from assistant.messages import Outcome
from assistant.processes.places import Places
from assistant.processes.supervision import states
from assistant.settings import Settings
from knowledge.phrases import Phrases
from tests.voice_path.conftest import Spoken, wait_for_voice
from tests.voice_path.listening import Listener, likeness
from tests.voice_path.telephone import LOOK_S, Telephone, calling, given_back

pytestmark = [pytest.mark.slow, pytest.mark.sound, pytest.mark.timeout(900)]

SOON_S = 3.0
WISH, TIME, YES = "给我回个电话", "明天上午", "对"
ASKED = "什么时候打给您方便"
ALIKE = 0.7
_numbers = count(1)


async def while_it_is_quiet(telephone: Telephone, speak: Spoken) -> None:
    await telephone.say(speak(WISH))


async def while_the_line_speaks(telephone: Telephone, speak: Spoken) -> None:
    await telephone.say(speak(WISH), sentences=1)
    client = telephone.client
    assert await client.until(lambda: not telephone.is_quiet(LOOK_S), SOON_S / FRAME_S)


async def while_the_resident_speaks(telephone: Telephone, speak: Spoken) -> None:
    await telephone.say(speak(WISH))
    await telephone.begin_to_say(speak(TIME), part=0.5)


@pytest.mark.parametrize(
    "until",
    [while_it_is_quiet, while_the_line_speaks, while_the_resident_speaks],
    ids=lambda one: one.__name__,
)
def test_the_caller_hears_of_it_at_once_and_the_task_goes_on_where_it_was(  # type: ignore[no-untyped-def]
    settings: Settings, calls: PhoneCalls, speak: Spoken, listener: Listener, until
) -> None:
    wait_for_voice(settings)
    for words in (WISH, TIME):
        speak(words)

    async def call() -> tuple[bytes, list[str], Telephone]:
        async with calling(settings, calls, f"+86134{next(_numbers):08d}") as telephone:
            await telephone.greeting()
            await until(telephone, speak)
            frame = telephone.client.frame
            kill_voice(settings)
            step = await given_back(telephone)
            heard = bytes(telephone.client.heard[frame * FRAME_BYTES :])
            assert isinstance(step, Asking), telephone.provider_said
            assert "speech" in step.kinds
            said = [_said(telephone)]
            for words in (TIME, YES):
                await asyncio.to_thread(telephone.leg.spoken, words)
                said.append(_said(telephone))
            return heard, said, telephone

    heard, said, telephone = asyncio.run(call())
    soon = heard[: round(SOON_S * mulaw.RATE)]
    assert any(audible(soon[at : at + FRAME_BYTES]) for at in range(0, len(soon), FRAME_BYTES))
    words = listener.words(heard)
    assert likeness(Phrases.load().say("line_lost", "zh"), words) >= ALIKE, words
    again, read_back, noted = said
    assert ASKED in again
    assert "明天上午打给您" in read_back
    assert "编号" in noted
    result = calls.last_result(telephone.leg.sid)
    assert result is not None
    assert result.outcome is Outcome.CASE


def _said(telephone: Telephone) -> str:
    """What the provider spoke since it was last asked for."""
    words = "".join(telephone.provider_said)
    telephone.provider_said.clear()
    return words


def kill_voice(settings: Settings) -> None:
    os.kill(states(Places.of(settings))["voice"].pid, signal.SIGKILL)
