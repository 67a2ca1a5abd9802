from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bench import known_voices
from bench.known_voices import HEARD_HZ, TELEPHONE_HZ, Recording
from voice.audio import mulaw_decode, mulaw_encode, pcm_encode, read_wav, resample

RECORDINGS = Path(__file__).parents[1] / "voice" / "recordings"


def telephone(name: str) -> bytes:
    samples, rate_hz = read_wav(next(RECORDINGS.glob(f"{name}*.wav")))
    return mulaw_encode(resample(samples, rate_hz, TELEPHONE_HZ))


def as_heard(mulaw: bytes, before_s: float = 0.0) -> NDArray[np.int16]:
    sound = resample(mulaw_decode(mulaw), TELEPHONE_HZ, HEARD_HZ)
    return np.concatenate([np.zeros(round(before_s * HEARD_HZ), np.int16), sound])


KNOWN = {name: telephone(name) for name in ("firered", "wenet_aishell", "wenet_nst")}


def recordings() -> list[Recording]:
    return [Recording.of(name, sound) for name, sound in KNOWN.items()]


@pytest.mark.parametrize("name", KNOWN)
def test_a_recording_is_found_by_its_sound_after_a_silence(name: str) -> None:
    found = known_voices.likest(pcm_encode(as_heard(KNOWN[name], before_s=0.4)), recordings())

    assert found is not None
    assert found.words == name
    assert found.likeness > 0.9
    assert found.at_s == pytest.approx(-0.4, abs=0.01)


def test_a_part_of_a_recording_is_found_where_it_is() -> None:
    part = as_heard(KNOWN["wenet_nst"])[HEARD_HZ : 2 * HEARD_HZ]

    found = known_voices.likest(pcm_encode(part), recordings())

    assert found is not None
    assert found.words == "wenet_nst"
    assert found.likeness > 0.9
    assert found.at_s == pytest.approx(1.0, abs=0.01)


def test_what_was_never_recorded_is_like_none() -> None:
    known = [one for one in recordings() if one.words != "wenet_nst"]

    found = known_voices.likest(pcm_encode(as_heard(KNOWN["wenet_nst"])), known)

    assert found is not None
    assert found.likeness < 0.5


def test_nothing_is_found_in_silence_or_where_nothing_is_known() -> None:
    assert known_voices.likest(bytes(2 * HEARD_HZ), recordings()) is None
    assert known_voices.likest(pcm_encode(as_heard(KNOWN["firered"])), []) is None


def test_recordings_are_kept_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "prompts"

    assert known_voices.kept(folder) == ()

    known_voices.keep(folder, [("换一首歌", KNOWN["firered"])])
    (one,) = known_voices.kept(folder)

    assert one.words == "换一首歌"
    assert one.lasts_s == pytest.approx(len(KNOWN["firered"]) / TELEPHONE_HZ, abs=0.01)
