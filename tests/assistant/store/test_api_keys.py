"""Keys of other systems."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.store import api_keys, staff
from assistant.store.api_keys import Scope
from assistant.store.models import ApiKey


def test_a_key_is_found_by_its_words_of_which_only_a_hash_is_kept(database, clock):
    with database.begin() as session:
        key, token = api_keys.create(session, "12345", [Scope.READ, Scope.READ], clock.now())

    with database.read() as session:
        assert api_keys.find(session, token) == key
        assert api_keys.find(session, token[:-1]) is None
        row = session.scalars(select(ApiKey)).one()
    assert token.startswith("bb_")
    assert len(token) - len("bb_") == 43, "256 bits in base64"
    assert token not in repr(vars(row))
    assert key.scopes == {Scope.READ}


def test_two_keys_have_two_names_also_after_one_was_revoked(database, clock):
    with database.begin() as session:
        api_keys.create(session, "12345", [Scope.READ], clock.now())
        api_keys.revoke(session, "12345", clock.now())

    with database.begin() as session, pytest.raises(api_keys.KeyNameTaken):
        api_keys.create(session, "12345", [Scope.READ], clock.now())


def test_a_name_that_one_of_the_staff_has_is_taken(sqlite_database, clock):
    with sqlite_database.begin() as session:
        staff.create(session, "api:12345", "bamboo river lantern", clock.now())

    with sqlite_database.begin() as session, pytest.raises(api_keys.KeyNameTaken):
        api_keys.create(session, "12345", [Scope.READ], clock.now())


@pytest.mark.parametrize(("name", "scopes"), [("", [Scope.READ]), ("x" * 33, [Scope.READ]), ("12345", [])])
def test_a_key_without_a_name_or_a_scope_is_not_made(sqlite_database, clock, name, scopes):
    with sqlite_database.begin() as session, pytest.raises(ValueError, match="a key has"):
        api_keys.create(session, name, scopes, clock.now())


def test_an_unknown_key_cannot_be_revoked(sqlite_database, clock):
    with sqlite_database.begin() as session, pytest.raises(api_keys.NoSuchKey):
        api_keys.revoke(session, "12345", clock.now())


def test_the_first_revocation_counts(sqlite_database, clock):
    first = clock.now()
    with sqlite_database.begin() as session:
        api_keys.create(session, "12345", [Scope.READ], first)
        api_keys.revoke(session, "12345", first)
        api_keys.revoke(session, "12345", clock.advance(hours=1))

        assert [key.revoked_at for key in api_keys.list_keys(session)] == [first]
