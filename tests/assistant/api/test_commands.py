"""`bangban api-key` and `bangban webhook`."""

from __future__ import annotations

import json
import os
import re

import pytest
import typer
from typer.testing import CliRunner

from assistant.api import openapi
from assistant.cli import api
from assistant.conversation.posting import UnfitAddress
from assistant.store.api_keys import KeyNameTaken
from assistant.store.webhooks import NoSuchWebhook


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Runs a command and gives what it said; its errors come out as they are."""
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))
    app = typer.Typer()
    app.add_typer(api.keys, name="api-key")
    app.add_typer(api.hooks, name="webhook")
    app.command("openapi")(api.openapi)

    def command(*arguments, status=0):
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == status, result.output
        return result.output

    return command


def test_a_key_is_made_shown_once_listed_and_revoked(run):
    made = run("api-key", "add", "12345", "--scope", "cases:read", "--scope", "cases:write")
    token = re.fullmatch(r"key (bb_\S+): it is shown only now\.\n", made)
    assert token is not None

    listed = run("api-key", "list")
    assert listed.startswith("12345  cases:read cases:write  made 2")
    assert listed.endswith("used never\n")
    assert token.group(1) not in listed

    run("api-key", "revoke", "12345")
    assert "revoked 2" in run("api-key", "list")


def test_a_key_needs_a_scope_that_exists(run):
    assert "cases:everything" in run("api-key", "add", "12345", "--scope", "cases:everything", status=2)
    assert "--scope" in run("api-key", "add", "12345", status=2)


@pytest.mark.parametrize("name", ["", "a b", "名", "x" * 33])
def test_a_name_is_short_and_plain(run, name):
    assert "NAME" in run("api-key", "add", name, "--scope", "cases:read", status=2)


def test_a_name_is_given_once(run):
    run("api-key", "add", "12345", "--scope", "cases:read")

    with pytest.raises(KeyNameTaken):
        run("api-key", "add", "12345", "--scope", "cases:read")


def test_a_webhook_is_made_listed_and_ended(run):
    made = run("webhook", "add", "12345", "https://12345.example/told", "--event", "resolved")
    assert re.fullmatch(r"secret \S{43}: it is shown only now\.\n", made)

    listed = run("webhook", "list")
    assert listed.startswith("12345  https://12345.example/told  resolved  since 2")
    assert listed.endswith("0 wait, 0 dead\n")
    assert run("webhook", "retry", "12345") == "0 to be told again.\n"

    run("webhook", "end", "12345")
    assert "ended 2" in run("webhook", "list")


def test_an_unknown_webhook_is_neither_ended_nor_retried(run):
    for command in ("end", "retry"):
        with pytest.raises(NoSuchWebhook):
            run("webhook", command, "12345")


def test_an_address_that_cannot_be_told_is_refused(run):
    with pytest.raises(UnfitAddress):
        run("webhook", "add", "12345", "12345.example")


def test_the_description_is_printed(run):
    assert json.loads(run("openapi")) == openapi.document()
