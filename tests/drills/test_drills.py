"""What residents notice when parts of the running product fail: as little as possible."""

from __future__ import annotations

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.messages import Engine
from tests.conftest import DataFolder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

QUESTION = "八十岁那个钱咋领"
STAND_IN_WITHIN_S = 2.0
BACK_WITHIN_S = 120.0


def test_a_question_by_text_is_answered_with_its_source(product):
    answer = product.text(QUESTION)
    assert answer.status == 200
    assert answer.engine == Engine.RASA
    assert "津贴" in answer.text
    assert "据" in answer.text


def test_the_same_message_five_times_at_once_has_one_reply(product):
    with ThreadPoolExecutor(5) as pool:
        sent = [pool.submit(product.text, "办身份证要带啥", sid="SM" + "5" * 32) for _ in range(5)]
        answers = [future.result(30) for future in sent]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert "身份证" in answers[0].text


def test_while_rasa_is_dead_questions_are_answered_and_it_comes_back_by_itself(product, eventually):
    os.kill(product.pids()["rasa"], signal.SIGKILL)
    answer = product.text(QUESTION, number="+8613800000010")
    assert answer.engine == Engine.KEYPAD
    assert answer.seconds < STAND_IN_WITHIN_S
    assert "津贴" in answer.text
    assert "我现在只能听简单的问题" in answer.text
    number = iter(range(20, 100_000))
    eventually(
        lambda: product.text(QUESTION, number=f"+86138000{next(number):05d}").engine == Engine.RASA,
        BACK_WITHIN_S,
    )


def test_while_the_action_server_is_dead_questions_are_answered(product, eventually):
    os.kill(product.pids()["actions"], signal.SIGKILL)
    answer = product.text(QUESTION, number="+8613800000011")
    assert "津贴" in answer.text
    assert answer.seconds < STAND_IN_WITHIN_S + 1
    number = iter(range(20, 100_000))
    eventually(
        lambda: product.text(QUESTION, number=f"+86139000{next(number):05d}").engine == Engine.RASA,
        BACK_WITHIN_S,
    )


def test_a_case_outlives_the_sudden_death_of_the_web_process(product, eventually):
    number = "+8613800000012"
    told = product.text("人工", number=number).text
    os.kill(product.pids()["web"], signal.SIGKILL)

    def answers() -> bool:
        try:
            return product.text("你好", number="+8613800000013").status == 200
        except OSError:
            return False

    eventually(answers, BACK_WITHIN_S)
    case_number = next(
        word for word in told.replace("。", "是").replace("，", "是").split("是") if word[:1].isdigit()
    )
    assert case_number in product.text("人工", number=number).text


def test_no_log_holds_a_residents_words_or_number(product):
    words, digits = "蝴蝶兰刻骨铭心的身份证", "13911223344"
    assert product.text(words, number=f"+86{digits}").status == 200
    assert product.text("Xylophone quagmire pension question", number=f"+86{digits}").status == 200
    logs = sorted(Path(product.data_dir, "logs").iterdir())
    assert {file.name.split(".")[0].split("-")[0] for file in logs} >= {"web", "worker", "rasa", "actions"}
    for file in logs:
        content = file.read_text(encoding="utf-8", errors="replace")
        for secret in (
            "蝴蝶兰",
            "刻骨铭心",
            "\\u8774\\u8776",
            "Xylophone",
            "quagmire",
            digits,
            "八十岁那个钱",
        ):
            assert secret not in content, f"{file.name} holds {secret}"


def test_a_stop_leaves_nothing_running_and_the_next_start_remembers(start, data_folder: DataFolder, product):
    number = "+8613800000014"
    told = product.text("人工", number=number).text
    pids = [*product.pids().values(), product.process.pid]
    product.process.send_signal(signal.SIGINT)
    assert product.process.wait(60) == 0
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    again = start(product.data_dir)
    case_number = next(
        word for word in told.replace("。", "是").replace("，", "是").split("是") if word[:1].isdigit()
    )
    assert case_number in again.text("人工", number=number).text


def number_in(told: str) -> str:
    """The number of the case that a reply tells."""
    found = re.search(r"\d{4}-\d", told)
    assert found, told
    return found.group()
