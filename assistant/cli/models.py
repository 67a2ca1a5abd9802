"""`bangban models`: the models that hear and speak, which are the business of their own program."""

from __future__ import annotations

import os
import subprocess
import sys

import typer

from assistant.settings import PROJECT, Settings, load_settings

# What `app.command` needs to hand everything on, --help included.
PASSED_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
MODELS = (sys.executable, "-P", "-m", "voice.models")


def models(context: typer.Context) -> None:
    """Get, list, check and remove the models that hear and speak."""
    # Without settings that can be used, nobody knows in which folder they lie.
    code = passed_on(MODELS, context.args, load_settings())
    if code:
        raise typer.Exit(code)


def passed_on(program: tuple[str, ...], arguments: list[str], settings: Settings) -> int:
    """The status of `program`, which has the terminal; who interrupts it waits until it has cleaned up."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "BANGBAN_MODELS_DIR": str(settings.models_dir),
    }
    with subprocess.Popen([*program, *arguments], env=environment) as process:  # noqa: S603
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
