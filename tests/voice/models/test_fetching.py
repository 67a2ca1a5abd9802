import fcntl
import threading
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.voice.models.conftest import VOSK, Told, Web, address, model, sha256, vosk_source, zipped
from voice.models import receipts
from voice.models.errors import ModelError, NoSpace
from voice.models.fetching import WORKSHOP, Fetcher
from voice.models.manifest import Source, Take
from voice.models.states import Condition, state_of


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def _left(models: Path) -> list[str]:
    return sorted(path.name for path in (models / WORKSHOP).iterdir())


def test_a_model_is_put_into_its_folder_mended_and_nothing_is_left(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))

    assert Fetcher(models, told).fetch(wanted) is True

    folder = models / "vosk-zh"
    assert (folder / "am" / "final.mdl").read_bytes() == VOSK["am/final.mdl"]
    assert "--allow-upsample=true" in (folder / "conf" / "mfcc.conf").read_text(encoding="utf-8")
    assert state_of(models, wanted, read_all=True).condition is Condition.THERE
    assert _left(models) == ["lock"]
    assert any("changed conf/mfcc.conf" in sentence for sentence in told.sentences)


def test_a_model_that_is_there_is_not_got_again(web: Web, told: Told, models: Path, tmp_path: Path):
    wanted = model(vosk_source(web, tmp_path))
    Fetcher(models, told).fetch(wanted)

    assert Fetcher(models, told).fetch(wanted) is False
    assert len(web.asked) == 1
    assert Fetcher(models, told).fetch(wanted, again=True) is True


def test_the_next_source_is_tried_and_told(web: Web, told: Told, models: Path, tmp_path: Path):
    gone = Source("gone", (address(f"{web.base}/gone.zip", b"x" * 99, Take("it/", "")),), {})

    Fetcher(models, told).fetch(model(gone, vosk_source(web, tmp_path)))

    assert any("/gone.zip cannot be got: the server answers 404." in said for said in told.sentences)
    receipt = receipts.read(models / "vosk-zh")
    assert receipt is not None
    assert receipt.source == "a place"


def test_when_no_source_gives_it_all_of_them_are_named_with_a_way_out(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    gone = Source("gone", (address(f"{web.base}/gone.zip", b"x" * 99, Take("it/", "")),), {})
    other = vosk_source(web, tmp_path)
    web.statuses["/vosk.zip"] = HTTPStatus.SERVICE_UNAVAILABLE

    with pytest.raises(ModelError) as failed:
        Fetcher(models, told).fetch(model(gone, other))

    said = str(failed.value)
    assert "404" in said
    assert "503" in said
    assert said.endswith("With the file at hand: bangban models fetch vosk-zh --from FILE")
    assert not (models / "vosk-zh").exists()


def test_a_machine_that_cannot_be_reached_is_tried_once(told: Told, models: Path):
    nowhere = "http://127.0.0.1:9"
    first = Source("one", (address(f"{nowhere}/a", b"x"), address(f"{nowhere}/b", b"x")), {})
    second = Source("two", (address(f"{nowhere}/c", b"x"),), {})

    with pytest.raises(
        ModelError, match=r"^vosk-zh could not be got\. 127\.0\.0\.1:9 cannot be reached from here\. W"
    ):
        Fetcher(models, told).fetch(model(first, second))


def test_packages_that_are_not_the_model_are_refused_and_the_old_one_stays(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))
    Fetcher(models, told).fetch(wanted)
    half = {name: body for name, body in VOSK.items() if not name.startswith("graph")}

    with pytest.raises(ModelError, match=r"is not whole: it lacks graph/HCLG\.fst or graph/HCLr\.fst"):
        Fetcher(models, told).fetch(model(vosk_source(web, tmp_path, "/half.zip", half)), again=True)

    assert state_of(models, wanted, read_all=True).condition is Condition.THERE


def test_pieces_are_put_together_in_order_and_compared(web: Web, told: Told, models: Path):
    whole = b"one" * 1000 + b"two" * 1000
    rest = ("config.json", "tokenizer.json", "vocabulary.txt")
    pieces = (whole[:3000], whole[3000:])
    downloads = [
        address(web.put(f"/part{n}", piece), piece, Take("", "model.bin")) for n, piece in enumerate(pieces)
    ]
    downloads += [address(web.put(f"/{name}", b"{}"), b"{}", Take("", name)) for name in rest]
    right = Source("parts", tuple(downloads), {"model.bin": sha256(whole)})
    wrong = Source("parts", tuple(downloads), {"model.bin": sha256(b"other")})

    with pytest.raises(ModelError, match=r"model\.bin has another checksum"):
        Fetcher(models, told).fetch(model(wrong, folder="w", engine="whisper"))
    Fetcher(models, told).fetch(model(right, folder="w", engine="whisper"))

    assert (models / "w" / "model.bin").read_bytes() == whole


def test_an_archive_cannot_write_outside_its_folder(web: Web, told: Told, models: Path, tmp_path: Path):
    body = zipped(
        tmp_path / "evil.zip", {"it/../../outside": b"x", **{f"it/{n}": b for n, b in VOSK.items()}}
    )
    source = Source("evil", (address(web.put("/evil.zip", body), body, Take("it/", "")),), {})

    with pytest.raises(ModelError, match="leads out of the folder"):
        Fetcher(models, told).fetch(model(source))

    assert not (models / "outside").exists()
    assert not (models / WORKSHOP / "outside").exists()


def test_what_is_no_archive_is_told(web: Web, told: Told, models: Path):
    body = b"no zip at all" * 100
    source = Source("odd", (address(web.put("/odd.zip", body), body, Take("it/", "")),), {})

    with pytest.raises(ModelError, match="is no archive that can be read"):
        Fetcher(models, told).fetch(model(source))


def test_a_damaged_archive_without_a_checksum_is_noticed_and_got_again(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    good = zipped(tmp_path / "made.zip", {f"it/{name}": body for name, body in VOSK.items()})
    damaged = good.replace(b"acousticacoustic", b"acousticAcoustic", 1)
    what = web.put("/vosk.zip", damaged)
    wanted = model(Source("unsure", (address(what, good, Take("it/", ""), sha=None),), {}))
    with pytest.raises(ModelError, match=r"is no archive that can be read: Bad CRC-32"):
        Fetcher(models, told).fetch(wanted)

    web.files["/vosk.zip"] = good
    Fetcher(models, told).fetch(wanted)

    assert state_of(models, wanted).condition is Condition.THERE
    assert "Only its size could be compared" in told.sentences[-1]


def test_a_full_disk_is_told_before_anything_is_got(web: Web, told: Told, models: Path, tmp_path: Path):
    with pytest.raises(
        NoSpace, match=r"There is no room for vosk-zh in .*: it takes 200 MB, 1 kB are free\."
    ):
        Fetcher(models, told, free=lambda: 1000).fetch(model(vosk_source(web, tmp_path)))

    assert web.asked == []


def test_what_was_put_there_by_hand_is_replaced_only_by_a_whole_model(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))
    by_hand = models / "vosk-zh"
    by_hand.mkdir(parents=True)
    (by_hand / "mine").write_bytes(b"mine")
    web.statuses["/vosk.zip"] = HTTPStatus.FORBIDDEN
    with pytest.raises(ModelError):
        Fetcher(models, told).fetch(wanted)
    assert (by_hand / "mine").exists()

    web.statuses.clear()
    Fetcher(models, told).fetch(wanted)

    assert not (by_hand / "mine").exists()


def test_a_model_in_the_place_of_another_is_told_apart(web: Web, told: Told, models: Path, tmp_path: Path):
    small = model(vosk_source(web, tmp_path))
    large = model(vosk_source(web, tmp_path, "/large.zip"), name="vosk-zh-large")
    Fetcher(models, told).fetch(small)

    assert state_of(models, large).condition is Condition.ANOTHER
    assert Fetcher(models, told).fetch(large) is True
    assert state_of(models, small).condition is Condition.ANOTHER


def test_damage_is_found_by_size_at_once_and_by_checksum_when_all_is_read(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))
    Fetcher(models, told).fetch(wanted)
    file = models / "vosk-zh" / "am" / "final.mdl"
    file.write_bytes(b"X" + file.read_bytes()[1:])

    assert state_of(models, wanted).condition is Condition.THERE
    assert state_of(models, wanted, read_all=True).condition is Condition.DAMAGED

    file.write_bytes(b"short")
    assert state_of(models, wanted).condition is Condition.DAMAGED
    Fetcher(models, told).fetch(wanted)
    assert state_of(models, wanted, read_all=True).condition is Condition.THERE


def test_another_version_in_the_list_makes_the_one_here_outdated(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    Fetcher(models, told).fetch(model(vosk_source(web, tmp_path)))
    newer = model(vosk_source(web, tmp_path, "/newer.zip"))

    assert state_of(models, newer).condition is Condition.OUTDATED
    assert Fetcher(models, told).fetch(newer) is True


def test_two_commands_at_once_get_a_model_one_after_the_other(
    web: Web, told: Told, models: Path, tmp_path: Path
):
    wanted = model(vosk_source(web, tmp_path))
    (models / WORKSHOP).mkdir(parents=True)
    waiting = threading.Event()

    class Waiter(Told):
        def say(self, sentence: str) -> None:
            super().say(sentence)
            waiting.set()

    second = Waiter()
    thread = threading.Thread(target=lambda: Fetcher(models, second).fetch(wanted))
    with (models / WORKSHOP / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        thread.start()
        assert waiting.wait(20)
        assert second.sentences == ["Waiting for another command that gets models."]
        assert not (models / "vosk-zh").exists()
    thread.join(20)

    assert state_of(models, wanted).condition is Condition.THERE
