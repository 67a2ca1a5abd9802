"""Speech in files: whole or not at all, never more than the limit, and no words in names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voice.cache import AudioCache, sound_name

SOUND = b"\x01\x02" * 500
NAME = sound_name("您好", "zf_xiaobei", 100)


def opened(folder: Path, most_bytes: int = 1_000_000) -> AudioCache:
    cache = AudioCache(folder, most_bytes)
    cache.open()
    return cache


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_comes_back_byte_for_byte_also_after_a_restart(tmp_path: Path) -> None:
    opened(tmp_path).put(NAME, SOUND)
    assert opened(tmp_path).get(NAME) == SOUND


def test_silence_is_a_sound_too(tmp_path: Path) -> None:
    cache = opened(tmp_path)
    cache.put(NAME, b"")
    assert cache.get(NAME) == b""


def test_what_was_never_put_is_not_there(tmp_path: Path) -> None:
    assert opened(tmp_path).get(NAME) is None


@pytest.mark.parametrize(
    "other", [("您坏", "zf_xiaobei", 100), ("您好", "zm_yunxi", 100), ("您好", "zf_xiaobei", 85)]
)
def test_another_text_voice_or_rate_has_another_name(other: tuple[str, str, int]) -> None:
    assert sound_name(*other) != NAME


def test_no_words_are_in_the_names_of_files(tmp_path: Path) -> None:
    opened(tmp_path).put(NAME, SOUND)
    assert all(path.name.isascii() and path.name == NAME for path in files(tmp_path))


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = opened(tmp_path, most_bytes=3 * (len(SOUND) + 4))
    names = [sound_name(number) for number in range(4)]
    for name in names[:3]:
        cache.put(name, SOUND)
    cache.get(names[0])
    cache.put(names[3], SOUND)
    assert [cache.get(name) is not None for name in names] == [True, False, True, True]
    assert cache.figures() == {"entries": 3, "bytes": 3 * (len(SOUND) + 4)}
    assert len(files(tmp_path)) == 3


def test_the_limit_holds_for_what_is_found_at_the_start(tmp_path: Path) -> None:
    before = opened(tmp_path)
    for number in range(4):
        before.put(sound_name(number), SOUND)
        os.utime(tmp_path / sound_name(number)[:2] / sound_name(number), (number, number))
    after = opened(tmp_path, most_bytes=2 * (len(SOUND) + 4))
    assert [after.get(sound_name(number)) is not None for number in range(4)] == [False, False, True, True]


def test_what_a_crash_left_half_written_is_removed_and_was_never_given_out(tmp_path: Path) -> None:
    cache = opened(tmp_path)
    cache.put(NAME, SOUND)
    half = tmp_path / NAME[:2] / f"{NAME}.0a1b2c3d.part"
    half.write_bytes(SOUND[:100])
    restarted = opened(tmp_path)
    assert restarted.get(NAME) == SOUND
    assert not half.exists()
    assert restarted.figures()["entries"] == 1


@pytest.mark.parametrize("damaged", [b"", SOUND[:100], SOUND + b"\x00\x00\x00\x00"])
def test_a_damaged_file_is_not_given_out_and_is_removed(tmp_path: Path, damaged: bytes) -> None:
    cache = opened(tmp_path)
    cache.put(NAME, SOUND)
    path = tmp_path / NAME[:2] / NAME
    path.write_bytes(damaged)
    assert cache.get(NAME) is None
    assert not path.exists()
    cache.put(NAME, SOUND)
    assert cache.get(NAME) == SOUND


def test_a_disk_that_takes_nothing_does_not_stop_speech(tmp_path: Path) -> None:
    cache = opened(tmp_path)
    (tmp_path / NAME[:2]).write_bytes(b"a file where the folder belongs")
    assert cache.put(NAME, SOUND) is False
    assert cache.get(NAME) is None
