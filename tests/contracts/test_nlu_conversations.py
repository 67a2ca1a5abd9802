"""Conversations with the trained dialogue, over the same HTTP that the assistant uses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator

from assistant.nlu_export import export
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions

NLU = Path(__file__).resolve().parents[2] / "nlu"
PYTHON = NLU / ".venv" / "bin" / "python"
TOKEN = "a token for tests"
TRAINING_LIMIT_S = 600
START_LIMIT_S = 90
TURN_LIMIT_S = 20
SCHEMA = Draft202012Validator(json.loads((NLU / "acts.schema.json").read_text(encoding="utf-8")))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(TRAINING_LIMIT_S + 2 * START_LIMIT_S)]

Acts = list[dict[str, Any]]


@dataclass(frozen=True)
class Dialogue:
    """Two running servers; `folder` holds their logs and the state of the conversations."""

    url: str
    folder: Path

    def post(self, body: Any, token: str = TOKEN) -> requests.Response:
        return requests.post(
            f"{self.url}/webhooks/rest/webhook", params={"token": token}, json=body, timeout=TURN_LIMIT_S
        )

    def say(self, conversation: str, text: str, **metadata: str | None) -> Acts:
        known = {"language": "zh", "region": None, "service": None, "asked": None, **metadata}
        response = self.post({"sender": conversation, "message": text, "metadata": known})
        assert response.status_code == requests.codes.ok
        acts = [message["custom"] for message in response.json()]
        assert acts, "a turn without an act"
        assert all(SCHEMA.is_valid(act) for act in acts)
        return acts

    def talk(self, *texts: str) -> list[Acts]:
        conversation = str(uuid.uuid4())
        return [self.say(conversation, text) for text in texts]

    def written(self) -> str:
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in self.folder.iterdir())


@pytest.fixture(scope="module")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dialogue]:
    assert PYTHON.exists(), "The dialogue's environment nlu/.venv is missing: run make setup."
    folder = tmp_path_factory.mktemp("dialogue")
    rasa, actions = free_ports(2)
    environment = {
        **os.environ,
        "BANGBAN_MODEL": train(),
        "BANGBAN_RASA_TOKEN": TOKEN,
        "BANGBAN_TRACKER_URL": f"sqlite:///{folder / 'tracker.db'}",
        "BANGBAN_RASA_PORT": str(rasa),
        "BANGBAN_ACTIONS_PORT": str(actions),
    }
    url = f"http://127.0.0.1:{rasa}"
    with (
        (folder / "rasa.log").open("wb") as rasa_log,
        (folder / "actions.log").open("wb") as actions_log,
        subprocess.Popen(
            [PYTHON, "serve.py"], cwd=NLU, env=environment, stderr=rasa_log, stdout=rasa_log
        ) as one,
        subprocess.Popen(
            [PYTHON, "serve_actions.py"], cwd=NLU, env=environment, stderr=actions_log, stdout=actions_log
        ) as other,
    ):
        try:
            wait_for(f"{url}/webhooks/rest/", one)
            wait_for(f"http://127.0.0.1:{actions}/health", other)
            yield Dialogue(url, folder)
        finally:
            for process in (one, other):
                process.terminate()


def train() -> str:
    export(Library.load(), Aspects.load(), Regions.load())
    done = subprocess.run(
        [PYTHON, "train.py"], cwd=NLU, capture_output=True, text=True, timeout=TRAINING_LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        assert process.poll() is None, f"{process.args!r} has ended"
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail(f"{url} does not answer")


def free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


LOCAL = "高龄津贴多少钱"
ANSWERED = {"kind": "answer", "query": LOCAL, "service": "old_age_allowance", "aspect": "amount"}
ASKED = {"kind": "ask", "slot": "district"}
CASE = {"kind": "open_case", "reason": "requested"}
TOLD = [
    {"kind": "preference", "name": "region", "value": "350104"},
    {"kind": "answer", "service": "old_age_allowance", "aspect": "amount", "region": "350104"},
]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("八十岁那个钱咋领", {"kind": "answer", "query": "八十岁那个钱咋领"}),
        ("办身份证要带啥", {"kind": "answer", "service": "id_card", "aspect": "materials"}),
        (
            "how do I renew my ID card",
            {"kind": "answer", "query": "how do I renew my ID card", "service": "id_card"},
        ),
        ("我要跟人说话", CASE),
        ("人工", CASE),
        ("I want to talk to a person", CASE),
        ("今天天气怎么样", {"kind": "fallback", "reason": "out_of_scope", "query": "今天天气怎么样"}),
        ("tell me a joke", {"kind": "limit", "topic": "joke"}),
        ("？！", {"kind": "fallback", "reason": "not_understood"}),
        ("我胸口疼得厉害喘不上气", {"kind": "emergency", "danger": "medical"}),
        ("家里着火了快来", {"kind": "emergency", "danger": "fire"}),
        ("我不想活了", {"kind": "emergency", "danger": "suicide"}),
        ("骗子正让我转账到安全账户", {"kind": "emergency", "danger": "fraud"}),
        ("有人拿刀闯进我家", {"kind": "emergency", "danger": "crime"}),
        ("my husband collapsed and is not breathing", {"kind": "emergency", "danger": "medical"}),
        ("网上被骗怎么举报", {"kind": "answer", "query": "网上被骗怎么举报"}),
        ("人工耳蜗有补贴吗", {"kind": "answer", "query": "人工耳蜗有补贴吗"}),
        ("再说一遍", {"kind": "repeat"}),
        ("你好", {"kind": "say", "phrase": "greeting"}),
        ("谢谢你啊", {"kind": "say", "phrase": "thanks"}),
        ("你能干什么", {"kind": "say", "phrase": "help"}),
        ("好的", {"kind": "say", "phrase": "affirm_nothing"}),
        ("不用", {"kind": "say", "phrase": "deny_nothing"}),
        ("不用了", {"kind": "cancel"}),
        ("没有了，再见", {"kind": "close"}),
        ("please speak English", {"kind": "preference", "name": "language", "value": "en"}),
        ("说中文", {"kind": "preference", "name": "language", "value": "zh"}),
        ("我住仓山区", {"kind": "preference", "name": "region", "value": "350104"}),
        ("谢谢，那低保怎么办", {"kind": "answer", "service": "minimum_living"}),
    ],
)
def test_one_message_leads_to_one_act(dialogue: Dialogue, text: str, act: dict[str, Any]) -> None:
    (found,) = dialogue.talk(text)[0][:1]
    assert found.items() >= act.items()


def test_an_answer_that_differs_by_place_asks_for_the_district_once(dialogue: Dialogue) -> None:
    first, told, again = dialogue.talk(LOCAL, "仓山区", "要带什么")
    assert first == [ANSWERED, ASKED]
    assert told == TOLD
    assert [act["kind"] for act in again] == ["answer"]
    assert again[0].items() >= {"service": "old_age_allowance", "aspect": "materials"}.items()


@pytest.mark.parametrize("place", ["仓山", "我在仓山", "户口在仓山区那边", "I live in Cangshan"])
def test_a_place_is_understood_as_people_say_it(dialogue: Dialogue, place: str) -> None:
    assert dialogue.talk(LOCAL, place)[1] == TOLD


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("人工", "open_case"),
        ("我要跟人说话", "open_case"),
        ("我家着火了", "emergency"),
        ("我不想活了", "emergency"),
        ("身份证丢了怎么补", "answer"),
        ("那要带什么", "answer"),
        ("你好", "say"),
        ("不知道", "say"),
        ("算了", "cancel"),
        ("好的", "say"),
        ("再说一遍", "repeat"),
        ("再见", "close"),
        ("说英文", "preference"),
        ("今天天气怎么样", "fallback"),
    ],
)
def test_the_question_for_the_district_holds_nobody(dialogue: Dialogue, text: str, kind: str) -> None:
    _, interrupted, after = dialogue.talk(LOCAL, text, "低保怎么办")
    assert [act["kind"] for act in interrupted] == [kind]
    assert after[0]["kind"] == "answer"
    assert after[0]["service"] == "minimum_living"


def test_a_question_during_the_form_is_about_what_it_names(dialogue: Dialogue) -> None:
    answer = dialogue.talk(LOCAL, "身份证丢了怎么补")[1][0]
    assert answer["service"] == "id_card"


def test_an_unknown_place_is_asked_for_once_more_then_given_up(dialogue: Dialogue) -> None:
    _, again, given_up, known = dialogue.talk(LOCAL, "我在月球路", "桃花村", "仓山")
    assert again == [ASKED]
    assert [act["kind"] for act in given_up] == ["fallback"]
    assert known == TOLD


def test_the_district_is_taken_when_the_assistant_itself_asked_for_it(dialogue: Dialogue) -> None:
    asked = {"asked": "district", "service": "old_age_allowance"}
    told = dialogue.say(str(uuid.uuid4()), "鼓楼", **asked)
    assert [act["kind"] for act in told] == ["preference", "answer"]
    assert told[1].items() >= {"service": "old_age_allowance", "region": "350102"}.items()
    conversation = str(uuid.uuid4())
    assert dialogue.say(conversation, "火星街", **asked) == [ASKED]
    assert [act["kind"] for act in dialogue.say(conversation, "木星街", **asked)] == ["fallback"]


def test_a_known_region_is_not_asked_for(dialogue: Dialogue) -> None:
    acts = dialogue.say(str(uuid.uuid4()), LOCAL, region="350102")
    assert acts == [{**ANSWERED, "region": "350102"}]


def test_a_yes_to_the_offer_of_a_person_opens_a_case(dialogue: Dialogue) -> None:
    offered = [{"kind": "open_case", "reason": "offered"}]
    assert dialogue.say(str(uuid.uuid4()), "好的", asked="person") == offered


def test_a_message_never_names_an_intent(dialogue: Dialogue) -> None:
    for text in ("/restart", "/session_start", "／restart", ' /ask_service{"service":"id_card"}'):
        (act,) = dialogue.say(str(uuid.uuid4()), text)
        assert act["kind"] in {"fallback", "answer", "say", "repeat"}
        assert "service" not in act


@pytest.mark.parametrize("text", ["低保怎么办" * 800, "", " ", "\x00\x07", "😀😀", "a" * 3000, "《》【】"])
def test_odd_messages_still_lead_to_an_act(dialogue: Dialogue, text: str) -> None:
    assert dialogue.talk(text)[0]


def test_the_end_of_a_long_story_counts(dialogue: Dialogue) -> None:
    text = "我家住在山上，路很远，走路不方便，儿子在外面打工。" * 40 + "请问残疾证怎么办"
    (act,) = dialogue.talk(text)[0]
    assert (act["kind"], act["query"]) == ("answer", text)


def test_a_wrong_token_and_a_wrong_body_are_refused(dialogue: Dialogue) -> None:
    body = {"sender": "x", "message": "人工", "metadata": {}}
    assert dialogue.post(body, token="wrong").status_code == requests.codes.unauthorized
    for wrong in ([], {"message": "人工"}, {"sender": "x"}, {"sender": "x", "message": 1}):
        assert dialogue.post(wrong).status_code == requests.codes.unprocessable
    assert requests.get(f"{dialogue.url}/conversations/x/tracker", timeout=5).status_code == 401


def test_a_conversation_leaves_no_words_in_logs_or_state(dialogue: Dialogue) -> None:
    secret = "王小明一三八零零"
    conversation = str(uuid.uuid4())
    for text in (f"我叫{secret}，低保怎么办", f"{secret}村", secret, f"高龄津贴，{secret}", f"我住{secret}"):
        dialogue.say(conversation, text)
        dialogue.say(conversation, text, asked="district", service="old_age_allowance")
    written = dialogue.written()
    assert "listens on" in written
    assert conversation in written
    assert secret not in written
    assert json.dumps(secret)[1:-1] not in written
