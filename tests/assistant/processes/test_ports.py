import socket
from collections.abc import Iterator

import pytest

from assistant.processes.errors import CannotStart
from assistant.processes.ports import free_port, is_free, require_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use_is_named_with_the_setting_that_moves_it(taken):
    with pytest.raises(CannotStart) as failure:
        require_free({"BANGBAN_PORT": ("127.0.0.1", taken)})

    assert str(failure.value) == (
        f"Port {taken} on 127.0.0.1 is in use by another program: stop that program, "
        "or set BANGBAN_PORT to another port."
    )


def test_free_ports_are_not_refused():
    require_free({"BANGBAN_PORT": ("127.0.0.1", free_port())})


def test_a_port_is_free_again_when_its_server_has_gone():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free("127.0.0.1", port)

    assert is_free("127.0.0.1", port)
