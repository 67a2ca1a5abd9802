"""The secrets of a development machine: made once, kept in one file that only its owner can read."""

from __future__ import annotations

import json
import os
import secrets
import stat
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from assistant.errors import UnsafeSettings

FILE_NAME = "keys.json"
KEY_NAMES = ("secret_key", "vault_key", "lookup_key", "rasa_token", "twilio_account_sid", "twilio_auth_token")


def read_or_create(data_dir: Path) -> dict[str, str]:
    """The keys of `data_dir`, made on the first call; several processes may make it at the same time.

    Raises UnsafeSettings when the file is damaged, can be read by others, or cannot be written.
    """
    path = data_dir / FILE_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _create(path)
    except OSError as error:
        sentence = f"{path} cannot be written ({error.strerror}): set BANGBAN_DATA_DIR to a folder you own."
        raise UnsafeSettings(sentence) from error
    return _read(path)


def read(data_dir: Path) -> dict[str, str]:
    """The keys of `data_dir`, or nothing when none were made there."""
    path = data_dir / FILE_NAME
    return _read(path) if path.exists() else {}


def _new_keys() -> dict[str, str]:
    return {
        "secret_key": secrets.token_urlsafe(48),
        "vault_key": Fernet.generate_key().decode("ascii"),
        "lookup_key": secrets.token_urlsafe(48),
        "rasa_token": secrets.token_urlsafe(32),
        "twilio_account_sid": "AC" + secrets.token_hex(16),
        "twilio_auth_token": secrets.token_hex(16),
    }


def _create(path: Path) -> None:
    # The link either makes the whole file appear or fails because another process was first.
    handle, temporary = tempfile.mkstemp(prefix=".keys-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), stat.S_IRUSR | stat.S_IWUSR)
            json.dump(_new_keys(), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        Path(temporary).unlink()


def _read(path: Path) -> dict[str, str]:
    remedy = "restore it, or delete it and the database beside it to start anew"
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise UnsafeSettings(f"{path} can be read by other users: run chmod 600 on it.")
        data = json.loads(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise UnsafeSettings(f"{path} cannot be read: {remedy}.") from error
    if not isinstance(data, dict):
        raise UnsafeSettings(f"{path} does not hold a list of keys: {remedy}.")
    missing = [name for name in KEY_NAMES if not isinstance(data.get(name), str) or not data[name]]
    if missing:
        raise UnsafeSettings(f"{path} lacks {', '.join(missing)}: {remedy}.")
    return {name: data[name] for name in KEY_NAMES}
