import os
import signal
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.cli import models
from assistant.settings import load_settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))
    return load_settings()


def _python(script: str) -> tuple[str, ...]:
    return (sys.executable, "-c", script)


def test_what_is_said_goes_on_as_it_is_and_the_status_comes_back(settings):
    script = "import sys; sys.exit(7 if sys.argv[1:] == ['fetch', '--from', 'a b', '--help'] else 1)"

    assert models.passed_on(_python(script), ["fetch", "--from", "a b", "--help"], settings) == 7


def test_the_program_looks_where_our_settings_say(settings, tmp_path):
    script = (
        f"import os, sys; sys.exit(os.environ['BANGBAN_MODELS_DIR'] != {str(tmp_path / 'var' / 'models')!r})"
    )

    assert models.passed_on(_python(script), [], settings) == 0


def test_who_interrupts_waits_until_the_program_has_cleaned_up(settings, tmp_path):
    script = (
        "import os, pathlib, signal, sys\n"
        "def end(*_):\n"
        f"    pathlib.Path({str(tmp_path / 'clean')!r}).touch()\n"
        "    sys.exit(130)\n"
        "signal.signal(signal.SIGINT, end)\n"
        # A terminal interrupts both at once.
        "os.kill(os.getppid(), signal.SIGINT)\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
    )
    # Whoever starts the tests in the background may have them pass interruptions over.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert models.passed_on(_python(script), [], settings) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert (tmp_path / "clean").exists()


@pytest.mark.usefixtures("settings")
def test_every_command_of_the_models_is_offered_by_the_command_line(capfd):
    app = typer.Typer()
    app.command("models", add_help_option=False, context_settings=models.PASSED_ON)(models.models)

    done = CliRunner().invoke(app, ["--help"])

    assert done.exit_code == 0
    said = capfd.readouterr().out
    for command in ("list", "fetch", "check", "remove"):
        assert f" {command} " in said
