from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from assistant.store.crypto import SealBroken, Vault

NUMBER = "+8613800000001"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_opens_again_and_does_not_show() -> None:
    vault = Vault(NEW, "lookup")
    sealed = vault.seal("老人证丢了怎么办 🙏")
    assert vault.open(sealed) == "老人证丢了怎么办 🙏"
    assert "老人证".encode() not in sealed
    assert vault.seal("老人证丢了怎么办 🙏") != sealed


@pytest.mark.parametrize(
    "keys", [f"{NEW},{OLD}", f"{NEW}, {OLD}", [NEW, OLD]], ids=["comma", "space", "list"]
)
def test_a_new_key_in_front_opens_the_old_and_seals_with_the_new(keys: str | list[str]) -> None:
    sealed = Vault(OLD, "lookup").seal(NUMBER)
    both = Vault(keys, "lookup")
    assert both.open(sealed) == NUMBER
    only_new = Vault(NEW, "lookup")
    with pytest.raises(SealBroken):
        only_new.open(sealed)
    assert only_new.open(both.reseal(sealed)) == NUMBER
    assert only_new.open(both.seal(NUMBER)) == NUMBER


def test_changed_bytes_do_not_open() -> None:
    vault = Vault(NEW, "lookup")
    sealed = bytearray(vault.seal(NUMBER))
    sealed[20] ^= 1
    with pytest.raises(SealBroken):
        vault.open(bytes(sealed))
    with pytest.raises(SealBroken):
        vault.reseal(bytes(sealed))


def test_the_lookup_hash_is_equal_for_equal_numbers_and_depends_on_its_key_alone() -> None:
    one, other = Vault(NEW, "lookup"), Vault(NEW, "another")
    assert one.lookup(NUMBER) == Vault(OLD, "lookup").lookup(NUMBER)
    assert one.lookup(NUMBER) != one.lookup("+8613800000002")
    assert one.lookup(NUMBER) != other.lookup(NUMBER)
    assert len(one.lookup(NUMBER)) == 64


@pytest.mark.parametrize(
    ("vault_key", "lookup_key"),
    [("short", "lookup"), ("", "lookup"), (NEW, "")],
    ids=["short", "none", "no lookup"],
)
def test_unfit_keys_are_refused(vault_key: str, lookup_key: str) -> None:
    with pytest.raises(ValueError, match=r"key|Fernet"):
        Vault(vault_key, lookup_key)
