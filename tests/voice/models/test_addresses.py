import socket
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.voice.models.conftest import Told, Web, address
from voice.models import addresses
from voice.models.errors import Unobtainable

BODY = bytes(range(256)) * 400


def test_a_file_comes_whole_and_nothing_else_is_left(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)

    got = addresses.fetch(download, tmp_path, told)

    assert got.read_bytes() == BODY
    assert list(tmp_path.iterdir()) == [got]
    assert told.reached[-1] == len(BODY)


def test_a_file_that_is_whole_already_is_not_asked_for_again(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    addresses.fetch(download, tmp_path, told)

    addresses.fetch(download, tmp_path, told)

    assert len(web.asked) == 1


def test_what_was_cut_off_goes_on_where_it_ended(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    web.cuts["/model.bin"] = [1000, 30_000]

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY
    assert web.ranges() == [None, "bytes=1000-", "bytes=31000-"]


def test_the_next_command_goes_on_where_the_last_one_ended(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    web.cuts["/model.bin"] = [5000, 0, 0, 0]
    with pytest.raises(Unobtainable, match="5000 of 102400 bytes are kept"):
        addresses.fetch(download, tmp_path, told)

    web.asked.clear()

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY
    assert web.ranges() == ["bytes=5000-"]


def test_a_server_that_cannot_go_on_gives_the_file_from_its_beginning(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    web.cuts["/model.bin"] = [1000]
    web.takes_ranges = False

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY


def test_the_rest_of_another_version_is_not_put_to_the_beginning_of_this_one(
    web: Web, told: Told, tmp_path: Path
):
    download = address(web.put("/model.bin", BODY), BODY)
    web.tags["/model.bin"] = '"one"'
    web.cuts["/model.bin"] = [5000, 0, 0, 0]
    with pytest.raises(Unobtainable):
        addresses.fetch(download, tmp_path, told)
    other = bytes(reversed(BODY))
    web.files["/model.bin"], web.tags["/model.bin"] = other, '"two"'

    assert addresses.fetch(address(download.what, other), tmp_path, told).read_bytes() == other
    assert web.asked[-1][2] == '"one"'


def test_a_kept_beginning_of_another_file_is_thrown_away(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    (tmp_path / f"{download.key}.part").write_bytes(b"x" * 5000)

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY


def test_more_than_the_file_was_kept(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    (tmp_path / f"{download.key}.part").write_bytes(b"x" * (len(BODY) + 1))

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY


def test_a_wrong_checksum_is_refused_and_nothing_of_it_is_kept(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", b"y" * len(BODY)), BODY)

    with pytest.raises(Unobtainable, match=r"is not what it should be: its checksum is [0-9a-f]{64} instead"):
        addresses.fetch(download, tmp_path, told)

    assert list(tmp_path.iterdir()) == []


def test_a_page_in_place_of_the_file_is_refused_by_its_size(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", b"<html>sign in</html>"), BODY)

    with pytest.raises(Unobtainable, match="20 bytes instead of 102400"):
        addresses.fetch(download, tmp_path, told)


@pytest.mark.parametrize(("given", "right"), [(0.95, True), (1.05, True), (0.5, False), (2.0, False)])
def test_without_a_checksum_the_size_must_be_about_right(
    given: float, right: bool, web: Web, told: Told, tmp_path: Path
):
    body = b"z" * round(100_000 * given)
    download = address(web.put("/model.bin", body), body, sha=None, size=100_000)

    if right:
        assert addresses.fetch(download, tmp_path, told).read_bytes() == body
    else:
        with pytest.raises(Unobtainable, match="instead of 100000"):
            addresses.fetch(download, tmp_path, told)


def test_without_a_checksum_a_cut_off_file_is_not_taken_for_whole(web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY, sha=None)
    web.cuts["/model.bin"] = [len(BODY) - 1]

    assert addresses.fetch(download, tmp_path, told).read_bytes() == BODY


@pytest.mark.parametrize("status", [HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY])
def test_what_the_server_answers_is_said(status: HTTPStatus, web: Web, told: Told, tmp_path: Path):
    download = address(web.put("/model.bin", BODY), BODY)
    web.statuses["/model.bin"] = status

    with pytest.raises(Unobtainable, match=f"the server answers {status.value}") as refused:
        addresses.fetch(download, tmp_path, told)
    assert refused.value.host == ""


def test_a_machine_that_does_not_listen_is_named(told: Told, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    download = address(f"http://127.0.0.1:{port}/model.bin", BODY)

    with pytest.raises(Unobtainable, match="cannot be reached from here") as refused:
        addresses.fetch(download, tmp_path, told)
    assert refused.value.host == f"127.0.0.1:{port}"
