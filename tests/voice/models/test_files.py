import errno
from pathlib import Path

import pytest

from voice.models.errors import CannotWrite, NoSpace
from voice.models.files import demand_space, megabytes, writing


def test_a_disk_that_fills_up_while_something_comes_is_told(tmp_path: Path):
    full = pytest.raises(NoSpace, match=r"^The disk of .* is full: model\.bin does not fit\.$")
    with full, writing("model.bin", tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_folder_that_cannot_be_written_is_told_with_the_reason(tmp_path: Path):
    (tmp_path / "file").touch()

    refused = pytest.raises(CannotWrite, match=r"^model\.bin cannot be written in .*: Not a directory\.$")
    with refused, writing("model.bin", tmp_path):
        (tmp_path / "file" / "model.bin").write_bytes(b"x")


def test_the_rest_of_the_machine_keeps_some_room(tmp_path: Path):
    demand_space(tmp_path, 1000, "a model", free=200_001_000)
    with pytest.raises(NoSpace):
        demand_space(tmp_path, 1001, "a model", free=200_001_000)


@pytest.mark.parametrize(
    ("count", "words"), [(2_351, "2 kB"), (43_898_754, "44 MB"), (2_200_000_000, "2,200 MB")]
)
def test_sizes_are_said_for_people(count: int, words: str):
    assert megabytes(count) == words
