"""The compose file against the rules of the compose specification that it relies on, and against the code."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assistant.settings import PREFIX, Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((Path(__file__).parent / "compose.schema.json").read_text(encoding="utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
APPLICATION = ("migrate", "web", "worker", "line")
VOICE = ("voice", "models")
DIALOGUE = ("rasa", "actions")
VARIABLE = re.compile(r"\$\{([A-Z_0-9]+)(?:(:[-?])([^}]*))?\}")


def environment(name: str) -> dict[str, str]:
    return SERVICES[name].get("environment", {})


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def filled(value: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(
        lambda match: values.get(match[1]) or (match[3] if match[2] == ":-" else ""), str(value)
    )


def test_the_file_follows_the_specification():
    problems = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(COMPOSE)
    ]

    assert problems == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("services", "web", "port"), ["8080:8080"]),
        (("services", "web", "ports"), ["eighty"]),
        (("services", "web", "depends_on", "db"), {"condition": "healthy"}),
        (("services", "db", "healthcheck", "interval"), "often"),
        (("networks", "inside", "internal"), "very"),
    ],
)
def test_the_rules_notice_a_mistake(path, value):
    wrong = json.loads(json.dumps(COMPOSE))
    place = wrong
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    assert not Draft202012Validator(SCHEMA).is_valid(wrong)


def test_the_city_layout_has_all_processes():
    assert set(SERVICES) == {"migrate", "web", "line", "worker", "voice", "models", "rasa", "actions", "db"}


def test_what_a_service_names_is_defined():
    for name, service in SERVICES.items():
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert {volume for volume in volumes if not volume.startswith("./")} <= set(COMPOSE["volumes"]), name
        assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"]), name


def test_a_service_that_must_be_healthy_first_has_a_health_check():
    for service in SERVICES.values():
        for name, condition in service.get("depends_on", {}).items():
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[name], name
            if condition["condition"] == "service_completed_successfully":
                assert SERVICES[name]["restart"] == "no", name


def test_only_what_the_provider_reaches_is_published_and_to_this_machine_alone():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert list(published) == ["web", "line"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_database_dialogue_and_voice_have_no_way_out():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name in SERVICES if SERVICES[name]["networks"] == ["inside"]} == {
        "migrate", "voice", "rasa", "actions", "db",
    }  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_no_process_may_do_more_than_it_needs(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@pytest.mark.parametrize("file", ["Dockerfile", "nlu/Dockerfile"])
def test_the_images_run_as_an_ordinary_user_and_are_built_from_the_locks(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    last_stage = text.rsplit("\nFROM ", 1)[1]

    assert int(re.findall(r"^USER (\d+)$", last_stage, re.MULTILINE)[-1]) > 0
    installs = re.findall(r"pip install (.*)", text)
    assert installs
    assert all("--require-hashes -r requirements.lock" in install for install in installs)


@pytest.mark.parametrize("file", ["Dockerfile", "nlu/Dockerfile"])
def test_what_an_image_copies_exists_and_reaches_the_builder(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:].rstrip("/") for line in ignored if line.startswith("!")}
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE)
        for source in line.split()[:-1]
    ]

    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source.split("/")[0] in allowed or source in allowed, source


@pytest.mark.parametrize("name", APPLICATION)
def test_every_setting_of_the_application_exists_in_the_code(name):
    known = {PREFIX + field.upper() for field in Settings.model_fields}

    assert environment(name)
    assert {key for key in environment(name) if key.startswith(PREFIX)} - known == set()


@pytest.mark.parametrize("name", DIALOGUE)
def test_every_setting_of_the_dialogue_is_read_by_its_code(name):
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "nlu" / "serving").glob("*.py"))
    image = re.findall(r"(BANGBAN_[A-Z_]+)=", (ROOT / "nlu" / "Dockerfile").read_text(encoding="utf-8"))

    assert image
    for key in [*environment(name), *image]:
        assert f'"{key}"' in code, key


@pytest.mark.parametrize("name", VOICE)
def test_every_setting_of_voice_is_read_by_its_code(name):
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "voice").rglob("*.py"))

    assert environment(name)
    for key in environment(name):
        assert key.removeprefix(PREFIX) in code, key


def test_only_the_application_sees_its_secrets():
    for name in (*DIALOGUE, *VOICE):
        for secret in ("VAULT_KEY", "LOOKUP_KEY", "SECRET_KEY", "TWILIO"):
            assert not any(secret in key for key in environment(name))


def test_every_variable_is_in_the_example_or_has_a_default():
    used = VARIABLE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))

    assert {name for name, kind, _ in used if kind != ":-"} <= set(example())
    assert set(example()) <= {name for name, _kind, _default in used}


def test_the_example_holds_no_secret():
    secrets = {key: value for key, value in example().items() if re.search("KEY|TOKEN|PASSWORD|SID", key)}

    assert secrets
    assert set(secrets.values()) == {""}


@pytest.mark.parametrize("name", APPLICATION)
def test_production_accepts_the_settings_once_the_example_is_filled_in(name, monkeypatch, tmp_path):
    values = example() | {
        "POSTGRES_PASSWORD": "a1b2c3",
        "BANGBAN_PUBLIC_URL": "https://bangban.example",
        "BANGBAN_SECRET_KEY": "s" * 40,
        "BANGBAN_LOOKUP_KEY": "l" * 40,
        "BANGBAN_RASA_TOKEN": "r" * 40,
        "BANGBAN_VAULT_KEY": "A" * 43 + "=",
        "BANGBAN_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "BANGBAN_TWILIO_AUTH_TOKEN": "t" * 32,
        "BANGBAN_TWILIO_NUMBER": "+8613800000000",
    }
    for key in [key for key in os.environ if key.startswith(PREFIX)]:
        monkeypatch.delenv(key)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    for key, value in environment(name).items():
        monkeypatch.setenv(key, filled(value, values))

    settings = load_settings()

    assert settings.is_production
    assert settings.database_url == "postgresql+psycopg://bangban:a1b2c3@db:5432/bangban"
    assert settings.rasa_url == "http://rasa:5005"


@pytest.mark.slow
def test_the_client_itself_accepts_the_file():
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode != 0:
        pytest.skip("no docker compose here")
    required = dict.fromkeys(example(), "x")

    done = subprocess.run(
        [docker, "compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"],
        env={**os.environ, **required, "PUBLISHED_PORT": "8080"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
