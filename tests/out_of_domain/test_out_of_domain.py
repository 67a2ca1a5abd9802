"""Lines that no service answers, through the whole path with Rasa."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from rich.console import Console

from assistant.composition import Parts, compose
from assistant.evaluation.out_of_domain import read_lines, stray
from assistant.messages import Channel, Inbound, TurnResult
from assistant.processes.temporary import dialogue_running
from assistant.settings import load_settings
from tests.conftest import DataFolder

LINES = read_lines(Path(__file__).with_name("lines.tsv"))
MOST_ANSWERED = 0.05
# Slower than in life, since tests share the machine; what is timed is timed elsewhere.
PATIENT_S = 10.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def parts(data_folder: DataFolder) -> Iterator[Parts]:
    settings = load_settings(
        data_dir=data_folder("out-of-domain"), dialogue_deadline_s=PATIENT_S, rasa_port=1, actions_port=2
    )
    with dialogue_running(settings, Console(stderr=True)) as running, compose(running) as composed:
        composed.database.migrate()
        yield composed


def test_few_lines_that_are_nobodys_business_here_lead_to_an_answer_on_a_service(parts: Parts) -> None:
    def ask(text: str) -> TurnResult:
        result = parts.turn.take(
            Inbound(
                channel=Channel.SMS,
                provider_id=str(uuid4()),
                address=str(uuid4()),
                text=text,
                received_at=parts.clock.now(),
            )
        )
        assert not result.degraded
        return result

    found = stray(LINES, ask)

    assert found.n >= 200
    assert found.share_answered <= MOST_ANSWERED, [line.text for line in found.answered]
