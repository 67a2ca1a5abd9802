"""The pipeline of config.yml without a server: trained on some examples, then asked about others."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

NLU = Path(__file__).resolve().parent.parent
_RASAS_OWN = {"FallbackClassifier": "rasa.nlu.classifiers.fallback_classifier"}

Component = Any


class Pipeline:
    """The components in their order. What is learned is kept in `folder`.

    `changed` replaces settings of a component by its class's name, to compare ways.
    """

    def __init__(self, folder: Path, changed: dict[str, dict[str, Any]] | None = None) -> None:
        storage = LocalModelStorage.create(folder)
        self.context = ExecutionContext(GraphSchema({}))
        config = yaml.safe_load((NLU / "config.yml").read_text(encoding="utf-8"))
        self.components: dict[str, Component] = {}
        for entry in config["pipeline"]:
            kind = _class_of(entry.pop("name"))
            name = kind.__name__
            settings = {**kind.get_default_config(), **entry, **(changed or {}).get(name, {})}
            self.components[name] = kind.create(settings, storage, Resource(name), self.context)

    def train(self, data: TrainingData, names: Sequence[str] | None = None) -> None:
        """Train the components `names` in their order, all by default; each prepares the data for the next."""
        for name, component in self.components.items():
            if names is not None and name not in names:
                continue
            if hasattr(component, "train"):
                component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)

    def read(self, text: str, asked: str | None = None, without: Iterable[str] = ()) -> Message:
        """What is understood of `text` while the question `asked` waits."""
        message = Message(data={TEXT: text, "metadata": {"asked": asked}})
        left_out = set(without)
        for name, component in self.components.items():
            if name not in left_out:
                component.process([message])
        return message


def intent_of(message: Message) -> str:
    return str(message.get(INTENT)["name"])


def _class_of(name: str) -> type[GraphComponent]:
    module, _, kind = name.rpartition(".")
    found: type[GraphComponent] = getattr(importlib.import_module(module or _RASAS_OWN[name]), kind)
    return found
