from __future__ import annotations

import pytest

from assistant.cases.states import Kind, NotAllowed, Status, after

W, A, C = Status.WAITING, Status.ANSWERED, Status.CLOSED


@pytest.mark.parametrize(
    ("kind", "waiting", "answered", "closed"),
    [
        (Kind.OPENED, W, None, None),
        (Kind.ASKED_AGAIN, W, W, None),
        (Kind.STAFF_REPLIED, A, A, None),
        (Kind.REPLY_SENT, W, A, C),
        (Kind.REPLY_DELIVERED, W, A, C),
        (Kind.REPLY_FAILED, W, W, W),
        (Kind.REPLY_HELD, W, W, W),
        (Kind.NUMBER_SHOWN, W, A, C),
        (Kind.CLOSED, C, C, None),
    ],
)
def test_what_happens_leaves_a_case_where_it_should(
    kind: Kind, waiting: Status | None, answered: Status | None, closed: Status | None
) -> None:
    for before, expected in ((W, waiting), (A, answered), (C, closed)):
        if expected is None:
            with pytest.raises(NotAllowed):
                after(before, kind)
        else:
            assert after(before, kind) is expected


def test_the_table_above_names_every_kind() -> None:
    table = test_what_happens_leaves_a_case_where_it_should.pytestmark[0].args[1]
    assert {row[0] for row in table} == set(Kind)
