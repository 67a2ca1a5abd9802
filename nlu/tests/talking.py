"""The trained dialogue with its actions in one process, for tests that talk to it."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from serving import logs
from serving.tracker_store import ConversationStore

NLU = Path(__file__).resolve().parent.parent
NOTHING_KNOWN = {"language": "zh", "region": None, "service": None, "asked": None}

Act = dict[str, Any]


@cache
def model() -> str:
    """The path of the model for the present inputs, which is trained when it is missing."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "train.py"], cwd=NLU, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


class ActionsHere(EndpointConfig):
    """The action server without a network: what is asked and answered goes through JSON all the same."""

    def __init__(self) -> None:
        super().__init__("http://actions.invalid/webhook", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, *_: Any, **kwargs: Any) -> Any:
        result = await self._executor.run(json.loads(json.dumps(kwargs["json"])))
        return json.loads(json.dumps(result))


class Talk:
    """One conversation: each turn gives its acts."""

    def __init__(self, agent: Agent, conversation: str) -> None:
        self._agent = agent
        self._conversation = conversation

    async def say(self, text: str, **metadata: str) -> list[Act]:
        output = CollectingOutputChannel()
        known = {**NOTHING_KNOWN, **metadata}
        message = UserMessage(text, output, self._conversation, input_channel="rest", metadata=known)
        await self._agent.handle_message(message)
        return [message["custom"] for message in output.messages]

    async def form(self) -> str | None:
        """The form that listens."""
        tracker = await self._agent.tracker_store.retrieve(self._conversation)
        return tracker.active_loop_name if tracker else None


def agent(state: Path) -> Agent:
    """The model with its actions; conversations are kept in the file `state`, as a server keeps them."""
    logs.configure("ERROR")
    made = Agent(action_endpoint=ActionsHere())
    made.load_model(model())
    made.tracker_store = made.processor.tracker_store = ConversationStore(made.domain, f"sqlite:///{state}")
    return made
