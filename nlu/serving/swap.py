"""Takes another model up while conversations go on: what stands behind Rasa's `PUT /model`.

Rasa loads a model where it answers, so that nobody is answered for the seconds which that takes, and opens the
tracker store anew. Here it is loaded beside, and everything but the model stays as it is.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import rasa.server
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.server import ErrorResponse

from serving.model import BrokenModel, check

HERE = Path(__file__).resolve().parent.parent
CODE = (HERE / "components", HERE / "actions")
FIRST_WORDS = "你好"
logger = logging.getLogger("bangban.swap")

Load = Callable[[Agent, Path], None]


class ModelSwap:
    """Loads models of one folder, one at a time.

    `code` are the folders whose Python the models rely on. A model is refused when that has changed since the
    server began: what is imported stays, and a model fits the code with which it was trained.
    """

    def __init__(self, models: Path, load: Load | None = None, code: Sequence[Path] = CODE) -> None:
        self._models = models.resolve()
        self._load = load or load_and_try
        self._code = code
        self._begun_with = _hash_of(code)
        self._one_at_a_time = asyncio.Lock()

    def install(self) -> None:
        """Call before the server is made."""
        rasa.server._load_agent = self.load  # noqa: SLF001 - Rasa offers no other place

    async def load(
        self,
        model_path: str | None = None,
        model_server: Any = None,
        remote_storage: str | None = None,
        endpoints: Any = None,
    ) -> Agent:
        """An agent with the model, on the same stores; Rasa then puts it in the place of the present one.

        Raises rasa's ErrorResponse, whose message says what to do; the present agent then goes on.
        """
        if model_server or remote_storage or not isinstance(model_path, str):
            raise _refusal(HTTPStatus.BAD_REQUEST, "A model is taken from a file only: model_file names it.")
        path = Path(model_path).resolve()
        if path.parent != self._models:
            raise _refusal(HTTPStatus.BAD_REQUEST, "The model lies outside the folder of the first one.")
        async with self._one_at_a_time:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self._check, path)
            agent = Agent(
                generator=endpoints.nlg,
                tracker_store=TrackerStore.create(endpoints.tracker_store),
                action_endpoint=endpoints.action,
            )
            try:
                await loop.run_in_executor(None, self._load, agent, path)
            except Exception as error:
                # The edge of what may go wrong in a model: its trained parts may hold anything.
                logger.exception("model %s not taken up", path.name)
                raise _refusal(HTTPStatus.BAD_REQUEST, f"{path.name} cannot be loaded.") from error
        logger.info("model %s taken up", path.name)
        return agent

    def _check(self, path: Path) -> None:
        try:
            check(path)
        except BrokenModel as error:
            raise _refusal(HTTPStatus.BAD_REQUEST, str(error)) from error
        if _hash_of(self._code) != self._begun_with:
            raise _refusal(
                HTTPStatus.CONFLICT, "The dialogue's code has changed since Rasa was started: restart it."
            )


def load_and_try(agent: Agent, path: Path) -> None:
    """Load the model and have it understand something, so that it has failed before a resident meets it."""
    agent.load_model(path)
    asyncio.run(agent.parse_message(FIRST_WORDS))


def _hash_of(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _refusal(status: HTTPStatus, sentence: str) -> ErrorResponse:
    return ErrorResponse(status, status.phrase, sentence)
