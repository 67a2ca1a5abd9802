"""Models of tests, which `make test-setup` fetches."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

MODELS = Path(__file__).parent.parent.parent / "var" / "models"


def model_folder(name: str) -> Path:
    """The folder of a model; a test by hand is skipped without it, in CI it fails."""
    folder = MODELS / name
    if not folder.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"the model {name} is not here: make test-setup fetches it")
    assert folder.is_dir()
    return folder
