from pathlib import Path

import pytest

from voice.settings import PROJECT, Settings, SettingsWrong, load_settings, models_dir


def test_without_anything_set_it_listens_to_this_machine_only():
    assert load_settings({}) == Settings(
        models_dir=PROJECT / "var" / "models",
        cache_dir=PROJECT / "var" / "spoken",
        host="127.0.0.1",
        port=2700,
        engine="auto",
        server="",
        streams=8,
        voice="zm_yunxi",
        log_level="INFO",
    )


def test_what_is_set_is_taken():
    settings = load_settings(
        {
            "BANGBAN_VOICE_HOST": "0.0.0.0",
            "BANGBAN_VOICE_PORT": "2701",
            "BANGBAN_VOICE_ENGINE": "Server",
            "BANGBAN_VOICE_SERVER": "ws://asr.example:2700",
            "BANGBAN_VOICE_STREAMS": "20",
            "BANGBAN_VOICE_NAME": "zm_yunxi",
            "BANGBAN_LOG_LEVEL": "debug",
        }
    )

    assert (settings.host, settings.port, settings.streams) == ("0.0.0.0", 2701, 20)
    assert (settings.engine, settings.server) == ("server", "ws://asr.example:2700")
    assert (settings.voice, settings.log_level) == ("zm_yunxi", "DEBUG")


def test_a_relative_folder_lies_in_the_data_folder(tmp_path: Path):
    environ = {"BANGBAN_DATA_DIR": str(tmp_path), "BANGBAN_MODELS_DIR": "m", "BANGBAN_VOICE_CACHE_DIR": "c"}

    settings = load_settings(environ)

    assert (settings.models_dir, settings.cache_dir) == (tmp_path / "m", tmp_path / "c")
    assert models_dir(environ) == tmp_path / "m"
    assert models_dir({"BANGBAN_DATA_DIR": str(tmp_path), "BANGBAN_MODELS_DIR": "/srv/m"}) == Path("/srv/m")


def test_an_empty_setting_is_one_that_is_not_set():
    assert load_settings(
        {"BANGBAN_VOICE_PORT": " ", "BANGBAN_MODELS_DIR": "", "BANGBAN_VOICE_SERVER": ""}
    ) == (load_settings({}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANGBAN_VOICE_PORT", "0"),
        ("BANGBAN_VOICE_PORT", "65536"),
        ("BANGBAN_VOICE_PORT", "２７００"),
        ("BANGBAN_VOICE_STREAMS", "-1"),
        ("BANGBAN_VOICE_STREAMS", "many"),
        ("BANGBAN_VOICE_ENGINE", "google"),
        ("BANGBAN_VOICE_ENGINE", "vosk:"),
        ("BANGBAN_VOICE_SERVER", "http://asr.example"),
        ("BANGBAN_VOICE_SERVER", "ws://asr.example:port"),
        ("BANGBAN_VOICE_NAME", "../kokoro"),
        ("BANGBAN_LOG_LEVEL", "LOUD"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_with_its_name(name: str, value: str):
    with pytest.raises(SettingsWrong) as wrong:
        load_settings({name: value})

    said = str(wrong.value)
    assert said.startswith(f"{name} cannot be used: it must be ")
    assert said.endswith(".")
    assert "\n" not in said


def test_the_engine_of_a_server_needs_its_address():
    with pytest.raises(SettingsWrong, match=r"^BANGBAN_VOICE_SERVER is missing: "):
        load_settings({"BANGBAN_VOICE_ENGINE": "server"})


def test_every_mistake_is_said_at_once():
    with pytest.raises(SettingsWrong) as wrong:
        load_settings({"BANGBAN_VOICE_PORT": "x", "BANGBAN_VOICE_STREAMS": "x", "BANGBAN_VOICE_ENGINE": "x"})

    assert len(str(wrong.value).splitlines()) == 3
