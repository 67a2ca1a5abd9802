import tarfile
from pathlib import Path

import pytest

from tests.voice.models.conftest import VOSK, Told, Web, address, model, vosk_source, zipped
from voice.models import receipts
from voice.models.errors import ModelError
from voice.models.fetching import Fetcher
from voice.models.manifest import Source
from voice.models.states import Condition, state_of


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def _as_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    for name, body in VOSK.items():
        (folder / "inside" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "inside" / name).write_bytes(body)
    return folder


def _as_zip(tmp_path: Path) -> Path:
    zipped(tmp_path / "given.zip", {f"some/where/{name}": body for name, body in VOSK.items()})
    return tmp_path / "given.zip"


def _as_tar(tmp_path: Path) -> Path:
    with tarfile.open(tmp_path / "given.tar.gz", "w:gz") as tar:
        tar.add(_as_folder(tmp_path), arcname=".")
    return tmp_path / "given.tar.gz"


@pytest.mark.parametrize("given", [_as_folder, _as_zip, _as_tar])
def test_a_model_at_hand_is_found_in_a_folder_or_an_archive(given, web: Web, told: Told, models, tmp_path):
    wanted = model(vosk_source(web, tmp_path))

    Fetcher(models, told).fetch(wanted, given=given(tmp_path))

    assert web.asked == []
    assert state_of(models, wanted, read_all=True).condition is Condition.THERE
    assert told.sentences[-1].strip() == "Nobody compared its checksum: none is known of what you gave."


def test_packages_at_hand_are_known_by_their_checksum_whatever_they_are_called(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "renamed.zip").write_bytes(web.files["/vosk.zip"])
    (folder / "other.txt").write_text("other", encoding="utf-8")

    Fetcher(models, told).fetch(wanted, given=folder)

    receipt = receipts.read(models / "vosk-zh")
    assert receipt is not None
    assert receipt.checked == "sha256"
    assert (folder / "renamed.zip").exists()


def test_a_folder_without_the_model_is_refused(web: Web, told: Told, models: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    wanted = model(vosk_source(web, tmp_path))

    with pytest.raises(ModelError, match=r"holds no model for vosk: it lacks am/final\.mdl"):
        Fetcher(models, told).fetch(wanted, given=tmp_path / "empty")
    with pytest.raises(ModelError, match="does not exist"):
        Fetcher(models, told).fetch(wanted, given=tmp_path / "nowhere")


def test_when_some_packages_are_at_hand_the_others_are_named(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    parts = [address(web.put(f"/{name}.whl", name.encode()), name.encode()) for name in ("one", "three")]
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "one.whl").write_bytes(b"one")

    with pytest.raises(ModelError, match=r"stick lacks three\.whl\.$"):
        Fetcher(models, told).fetch(model(Source("parts", tuple(parts), {})), given=folder)
