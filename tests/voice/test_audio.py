"""Sound as numbers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.voice.sounds import noise, tone
from voice.audio import (
    SILENCE_DBFS,
    Samples,
    StreamResampler,
    level_dbfs,
    louder,
    mulaw_decode,
    mulaw_encode,
    pcm_decode,
    pcm_encode,
    read_wav,
    resample,
    wav,
)

EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)


def loudest_hz(samples: Samples, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate_hz / len(samples))


def magnitude_of_g711(code: int) -> int:
    """The 14-bit value of a code by the text of ITU-T G.711: segment and step, and not by a formula of our
    own.
    """
    segment, step = ((code ^ 0xFF) >> 4) & 7, (code ^ 0xFF) & 15
    start = [0, 31, 95, 223, 479, 991, 2015, 4063][segment]
    width = 2 << segment
    return 2 * step if segment == 0 else start + width * step + width // 2


@pytest.mark.parametrize(
    ("code", "sample"),
    [(0x80, 32124), (0x00, -32124), (0xFF, 0), (0x7F, 0), (0xFE, 8), (0x7E, -8), (0xF0, 120), (0x8F, 16764)],
)
def test_mulaw_codes_have_the_values_of_the_standard(code, sample):
    assert mulaw_decode(bytes([code])).tolist() == [sample]


def test_every_mulaw_code_has_the_value_of_its_segment_and_step():
    values = mulaw_decode(EVERY_CODE)
    for code in range(256):
        sign = 1 if code & 0x80 else -1
        assert values[code] == sign * 4 * magnitude_of_g711(code), hex(code)


def test_every_mulaw_value_is_coded_as_itself_and_silence_as_one_code():
    again = mulaw_encode(mulaw_decode(EVERY_CODE))
    assert [code for code in range(256) if again[code] != code] == [0x7F]
    assert again[0x7F] == 0xFF


def test_every_sample_gets_the_code_in_whose_step_it_lies():
    """A step is as wide as its segment says, about its value; samples are cut to 14 bits first."""
    codes = mulaw_encode(EVERY_SAMPLE)
    coded = mulaw_decode(codes).astype(np.int32)
    segments = ((np.frombuffer(codes, dtype=np.uint8).astype(np.int32) ^ 0xFF) >> 4) & 7
    within = np.abs(coded - EVERY_SAMPLE) <= 4 * (1 << segments) + 3
    loud = np.abs(EVERY_SAMPLE.astype(np.int32)) > 32635
    assert np.all(within | loud)
    assert np.all(np.abs(coded[loud]) == 32124)
    assert np.all(np.diff(coded) >= 0)


def test_bytes_and_samples_are_the_same_sound():
    samples = np.array([0, 1, -1, 32767, -32768], dtype=np.int16)
    assert pcm_encode(samples) == b"\x00\x00\x01\x00\xff\xff\xff\x7f\x00\x80"
    assert pcm_decode(pcm_encode(samples)).tolist() == samples.tolist()


def test_half_a_sample_is_refused():
    with pytest.raises(ValueError, match="multiple"):
        pcm_decode(b"\x00\x00\x01")


@pytest.mark.parametrize(("from_hz", "to_hz"), [(8000, 16000), (16000, 8000), (24000, 8000), (22050, 24000)])
def test_a_tone_stays_the_same_at_another_rate(from_hz, to_hz):
    again = resample(tone(1000, 1, rate_hz=from_hz), from_hz, to_hz)
    assert len(again) == pytest.approx(to_hz, abs=2)
    assert loudest_hz(again, to_hz) == pytest.approx(1000, abs=2)
    assert level_dbfs(again) == pytest.approx(level_dbfs(tone(1000, 1, rate_hz=from_hz)), abs=0.3)


def test_a_rate_stays_the_same_without_being_touched():
    sound = tone(1000, 0.1)
    assert resample(sound, 16000, 16000) is sound
    assert StreamResampler(8000, 8000).feed(sound) is sound


def test_what_a_telephone_cannot_carry_is_left_out_and_not_folded_back():
    again = resample(tone(6000, 1), 16000, 8000)
    assert level_dbfs(again) < -60


def test_a_stream_in_pieces_is_the_sound_as_a_whole():
    sound = tone(440, 1, rate_hz=8000)
    stream = StreamResampler(8000, 16000)
    pieces = [stream.feed(sound[at : at + 160], last=at == 7840) for at in range(0, 8000, 160)]
    again = np.concatenate(pieces)
    assert len(again) == 16000
    whole = resample(sound, 8000, 16000)
    assert np.max(np.abs(again[200:-200].astype(int) - whole[200:-200])) < 40


def test_a_stream_is_never_more_than_30_ms_behind():
    stream, given, got = StreamResampler(8000, 16000), 0, 0
    for _ in range(50):
        given += 2 * 160
        got += len(stream.feed(tone(300, 0.02, rate_hz=8000)))
        assert given - got <= 0.030 * 16000


def test_no_gain_changes_nothing():
    sound = noise(0.1)
    assert louder(sound, 0) is sound


def test_a_gain_is_as_many_decibels_louder():
    sound = tone(500, 0.5, loudness=1000)
    assert level_dbfs(louder(sound, 6)) - level_dbfs(sound) == pytest.approx(6, abs=0.05)


def test_a_gain_never_clips_and_keeps_the_order_of_loudness():
    steps = np.arange(-32768, 32768, 64).astype(np.int16)
    amplified = louder(steps, 12).astype(np.int32)
    assert np.all(np.diff(amplified) >= 0)
    assert np.max(np.abs(amplified)) <= 32767
    peaks = louder(np.array([8000, 12000, 14000, 16000], dtype=np.int16), 9.5)
    assert np.all(np.diff(peaks) > 0)


@pytest.mark.parametrize(
    ("samples", "dbfs"),
    [
        (np.full(100, -32768, dtype=np.int16), 0.0),
        (np.full(100, 16384, dtype=np.int16), -6.02),
        (np.zeros(100, dtype=np.int16), SILENCE_DBFS),
        (np.empty(0, dtype=np.int16), SILENCE_DBFS),
    ],
)
def test_loudness_is_relative_to_full_scale(samples, dbfs):
    assert level_dbfs(samples) == pytest.approx(dbfs, abs=0.01)


def test_a_wav_file_is_read_as_it_was_written(tmp_path):
    sound = noise(0.2)
    file = tmp_path / "sound.wav"
    file.write_bytes(wav(sound, 24000))
    for source in (file, file.read_bytes()):
        samples, rate_hz = read_wav(source)
        assert rate_hz == 24000
        assert samples.tolist() == sound.tolist()


def test_a_stereo_file_is_refused():
    mono = bytearray(wav(noise(0.01), 8000))
    mono[22] = 2
    mono[32] = 4
    with pytest.raises(ValueError, match="mono"):
        read_wav(bytes(mono))
