"""Clients of a vosk-server are served as it serves them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import connect

from tests.voice.recognition.engines import (
    ToldDecoder,
    ToldEngine,
    plain_answers,
    served,
)
from tests.voice.sounds import said_between_silences, silence
from voice.audio import pcm_encode
from voice.recognition.service import Recognition

ONE = said_between_silences("wenet_nst_ID001")
TWO = said_between_silences("wenet_nst_ID001", "firered_IT0011W0001")


def test_a_client_of_a_vosk_server_gets_one_answer_to_each_message():
    async def talk() -> list[dict[str, Any]]:
        async with served(Recognition(ToldEngine(ToldDecoder()), 1)) as address:
            return await plain_answers(address, pcm_encode(ONE), max_alternatives=2)

    answers = asyncio.run(talk())
    assert len(answers) == -(-len(ONE) * 2 // 8000) + 1
    assert {"partial": "听到"} in answers
    finals = [answer for answer in answers if "alternatives" in answer]
    assert finals[0]["alternatives"][0] == {"text": "听到", "confidence": 0.9}
    assert answers[-1] == {"alternatives": [{"confidence": 0.0, "text": ""}]}


def test_a_client_of_a_vosk_server_needs_no_configuration_and_gets_text():
    messages = (pcm_encode(ONE[:40000]), '{"reset" : 1}', pcm_encode(silence(1)), '{"eof" : 1}')

    async def talk() -> list[dict[str, Any]]:
        answers = []
        recognition = Recognition(ToldEngine(ToldDecoder()), 1)
        async with (
            served(recognition) as address,
            connect(address, compression=None, proxy=None) as connection,
        ):
            for message in messages:
                await connection.send(message)
                answers.append(json.loads(await connection.recv()))
        return answers

    assert asyncio.run(talk()) == [{"partial": "听到"}, {"text": "听到"}, {"partial": ""}, {"text": ""}]
