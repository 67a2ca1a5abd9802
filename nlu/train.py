"""Train the dialogue model when its inputs changed: `python train.py`.

Prints progress, and as its last line the path of the model. The model's name is a hash of its inputs.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODELS = HERE / "models"
INPUTS = (
    "config.yml",
    "requirements.lock",
    "acts.schema.json",
    "rules.yml",
    "rules.py",
    "paraphrase.yml",
    "paraphrase.py",
)
INPUT_FOLDERS = ("domain", "data", "components")
GENERATED = HERE / "data" / "generated" / "knowledge.yml"
MADE_HERE = (Path("data/generated/rules.yml"), Path("data/generated/widened.yml"))
"""Made of the inputs at each training, so these are none."""
OLD_MODELS_KEPT = 2
FAILED = 1


def inputs(folder: Path = HERE) -> Iterator[Path]:
    """The files that a model is learned from, in a fixed order."""
    for name in INPUTS:
        yield folder / name
    for name in INPUT_FOLDERS:
        yield from sorted(
            path
            for path in (folder / name).rglob("*")
            if path.suffix in (".yml", ".py", ".txt")
            and path.is_file()
            and path.relative_to(folder) not in MADE_HERE
        )


def hash_of_inputs(folder: Path = HERE) -> str:
    digest = hashlib.sha256()
    for path in inputs(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(b"\0")
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def model_path() -> Path:
    return MODELS / f"{hash_of_inputs()}.tar.gz"


def main() -> None:
    from serving import logs
    from serving.model import BrokenModel, check
    from serving.settings import refuse

    logs.configure("ERROR")
    logs.quiet_warnings()
    if not GENERATED.is_file():
        refuse("The generated training data is missing: run “python -m assistant.nlu_export” first.", FAILED)
    model = model_path()
    try:
        check(model)
    except BrokenModel:
        _train(model)
    else:
        _say("The dialogue model is up to date.")
    _say(str(model))


def _train(model: Path) -> None:
    from serving.settings import refuse

    started = time.monotonic()
    os.environ.update(
        RASA_TELEMETRY_ENABLED="false",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        TF_CPP_MIN_LOG_LEVEL="3",
        CUDA_VISIBLE_DEVICES="-1",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
    )
    os.chdir(HERE)
    _say("Training the dialogue model: loading the trainer …")
    import rasa
    from rasa.shared.exceptions import RasaException

    import paraphrase
    import rules
    from serving.domain import WrongResponse, check_responses

    rules.write()
    paraphrase.write()
    try:
        check_responses(HERE / "domain")
        _say("Training the dialogue model: learning …")
        # Rasa fills the screen with progress bars of its own.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            result = rasa.train(
                domain="domain",
                config="config.yml",
                training_files="data",
                output=str(MODELS),
                fixed_model_name=f"training-{os.getpid()}",
                force_training=True,
                persist_nlu_training_data=False,
            )
    except (RasaException, WrongResponse, ValueError, OSError) as error:
        refuse(f"The dialogue model cannot be trained: {' '.join(str(error).split())}", FAILED)
    if result.code != 0 or not result.model:
        refuse("The dialogue model cannot be trained: Rasa gave no model.", FAILED)
    # A model appears under its name only when it is whole.
    Path(result.model).replace(model)
    _drop_old(model)
    _say(f"Training the dialogue model: done in {time.monotonic() - started:.0f} s.")


def _drop_old(current: Path) -> None:
    old = sorted((p for p in MODELS.glob("*.tar.gz") if p != current), key=lambda p: p.stat().st_mtime)
    for path in old[:-OLD_MODELS_KEPT]:
        path.unlink()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
