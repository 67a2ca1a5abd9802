"""Settings come from the environment, say what is wrong, and refuse what is insecure."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet
from pydantic import ValidationError

from assistant import development_keys
from assistant.errors import UnsafeSettings
from assistant.settings import PROJECT, Settings, load_settings

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "s" * 32,
    "VAULT_KEY": Fernet.generate_key().decode(),
    "LOOKUP_KEY": "l" * 32,
    "RASA_TOKEN": "r" * 32,
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "t" * 32,
    "TWILIO_NUMBER": "+8659100000000",
    "PUBLIC_URL": "https://bangban.example",
}


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))


@pytest.fixture
def environ(monkeypatch):
    def put(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"BANGBAN_{name}", value)

    return put


def problems():
    with pytest.raises(UnsafeSettings) as caught:
        load_settings()
    return str(caught.value).splitlines()


def test_nothing_need_be_set_for_development(tmp_path):
    settings = load_settings()
    assert not settings.is_production
    assert settings.database_url == f"sqlite:///{tmp_path / 'var' / 'bangban.db'}"
    assert settings.rasa_url == "http://127.0.0.1:5005"
    assert settings.actions_url == "http://127.0.0.1:5055"
    assert settings.local_url == "http://127.0.0.1:8080"
    Fernet(settings.vault_key)
    assert len({settings.secret_key, settings.lookup_key, settings.rasa_token}) == 3


def test_every_process_of_one_machine_gets_the_same_keys(tmp_path):
    folder = tmp_path / "at once"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: development_keys.read_or_create(folder), range(8)))
    assert found == [found[0]] * 8
    assert [file.name for file in folder.iterdir()] == [development_keys.FILE_NAME]


def test_only_the_owner_can_read_the_keys():
    file = load_settings().data_dir / development_keys.FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    assert problems() == [f"{file} can be read by other users: run chmod 600 on it."]


@pytest.mark.parametrize("content", ["{", "[]", "{}", json.dumps({"secret_key": 1}), "\x00"])
def test_a_damaged_key_file_is_not_replaced(content):
    file = load_settings().data_dir / development_keys.FILE_NAME
    file.write_text(content)
    (sentence,) = problems()
    assert sentence.startswith(str(file))
    assert file.read_text() == content


def test_a_folder_that_cannot_be_written_is_named(environ, tmp_path):
    (tmp_path / "file").write_text("")
    environ(DATA_DIR=str(tmp_path / "file" / "var"))
    (sentence,) = problems()
    assert "BANGBAN_DATA_DIR" in sentence


@pytest.mark.parametrize(
    ("given", "folder"), [("places", "var/places"), ("pages", "var/pages"), ("/srv/pages", "/srv/pages")]
)
def test_the_pages_of_places_lie_in_the_data_folder_unless_they_are_somewhere_else(given, folder, tmp_path):
    assert load_settings(places_dir=given).places_dir == tmp_path / folder
    assert load_settings().places_dir == tmp_path / "var" / "places"


def test_a_relative_folder_is_taken_from_the_project():
    assert Settings(data_dir="somewhere").data_dir == PROJECT / "somewhere"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "abc", "BANGBAN_PORT cannot be used"),
        ("PORT", "70000", "BANGBAN_PORT cannot be used"),
        ("RASA_URL", "localhost:5005", "BANGBAN_RASA_URL cannot be used: it has the wrong form"),
        ("TWILIO_NUMBER", "13800000000", "BANGBAN_TWILIO_NUMBER cannot be used: it has the wrong form"),
        ("ENVIRONMENT", "prod", "BANGBAN_ENVIRONMENT cannot be used"),
        ("SIMULATOR", "perhaps", "BANGBAN_SIMULATOR cannot be used"),
        ("DIALOGUE_DEADLINE_S", "0", "BANGBAN_DIALOGUE_DEADLINE_S cannot be used"),
        ("TWILIO_NUMBER", "110", "BANGBAN_TWILIO_NUMBER cannot be used"),
        ("VAULT_KEY", "short", "BANGBAN_VAULT_KEY is not a Fernet key"),
        ("SECRET_KEY", "short", "BANGBAN_SECRET_KEY is too short"),
        ("PRT", "8080", "BANGBAN_PRT is not a setting: did you mean BANGBAN_PORT?"),
        ("XQZ", "1", "BANGBAN_XQZ is not a setting; docs/settings.md lists them."),
    ],
)
def test_a_mistake_is_one_sentence(environ, name, value, words):
    environ(**{name: value})
    (sentence,) = problems()
    assert sentence.startswith(words)
    assert sentence.endswith((".", "?"))


def test_every_mistake_is_told_at_once(environ):
    environ(PORT="abc", PRT="1", LOG_LEVEL="loud")
    assert len(problems()) == 3


def test_a_secret_is_not_repeated_in_a_sentence_or_in_the_settings(environ):
    environ(VAULT_KEY="kept-to-ourselves", DATABASE_URL="postgresql://user:hidden@host/name")
    assert not any("kept-to-ourselves" in sentence for sentence in problems())
    environ(VAULT_KEY=PRODUCTION["VAULT_KEY"])
    shown = repr(load_settings())
    assert "hidden" not in shown
    assert PRODUCTION["VAULT_KEY"] not in shown


def test_an_empty_variable_counts_as_not_set(environ):
    environ(PORT="", VAULT_KEY="")
    assert load_settings().port == 8080


def test_overrides_come_before_the_environment(environ):
    environ(PORT="9000")
    assert load_settings(port=9001).port == 9001


def test_settings_do_not_change():
    with pytest.raises(ValidationError):
        load_settings().port = 1


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://127.0.0.1:8080"),
        ("::1", "http://[::1]:8080"),
        ("10.0.0.7", "http://10.0.0.7:8080"),
    ],
)
def test_our_own_address_can_be_called(host, url):
    assert load_settings(host=host).local_url == url


def test_the_simulator_stands_in_for_the_provider_when_there_is_no_account(environ):
    environ(SIMULATOR="1", PORT="8099")
    assert load_settings().twilio_api_base == "http://127.0.0.1:8099/simulator/provider"
    environ(TWILIO_ACCOUNT_SID="AC" + "1" * 32)
    assert load_settings().twilio_api_base == ""


def test_production_starts_with_everything_it_needs(environ):
    environ(**PRODUCTION)
    assert load_settings().is_production


def test_several_vault_keys_can_stand_beside_each_other(environ):
    environ(**PRODUCTION)
    environ(VAULT_KEY=f"{PRODUCTION['VAULT_KEY']}, {Fernet.generate_key().decode()}")
    assert load_settings().is_production


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"ENVIRONMENT"}))
def test_production_refuses_to_start_without(environ, missing):
    environ(**PRODUCTION)
    environ(**{missing: ""})
    (sentence,) = problems()
    assert sentence.startswith(f"BANGBAN_{missing} is missing")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SIMULATOR", "1", "production refuses the simulator"),
        ("PUBLIC_URL", "http://bangban.example", "is not https"),
        ("TWILIO_API_BASE", "http://127.0.0.1:8080/simulator/provider", "is not https"),
        ("LOOKUP_KEY", PRODUCTION["SECRET_KEY"], "use two different keys"),
    ],
)
def test_production_refuses(environ, name, value, words):
    environ(**PRODUCTION)
    environ(**{name: value})
    assert any(words in sentence for sentence in problems())


@pytest.mark.parametrize("name", development_keys.KEY_NAMES)
def test_production_refuses_the_development_keys_of_its_machine(environ, name):
    kept = load_settings()
    environ(**PRODUCTION)
    environ(**{name.upper(): getattr(kept, name)})
    assert problems() == [
        f"BANGBAN_{name.upper()} is the development key of this machine: production needs its own."
    ]


def test_every_setting_says_what_it_is_for():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
