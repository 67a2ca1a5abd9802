import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.voice.serving import Piece, echo, get, said, served, socket
from voice.pages import Page, json_page
from voice.server import MOST_BYTES, MOST_BYTES_OF, Missing, Server


def test_it_is_open_while_a_part_is_starting_and_says_so():
    gate = asyncio.Event()
    part = Piece(settled=False, gate=gate)

    async def script(server: Server) -> None:
        assert (await get(server, "/healthz"))[0] == HTTPStatus.SERVICE_UNAVAILABLE
        assert await said(server, "/healthz") == {"status": "starting"}
        gate.set()
        await server.settled()
        assert (await get(server, "/healthz"))[0] == HTTPStatus.OK
        assert await said(server, "/healthz") == {"status": "ok"}

    served([part], script)


def test_a_part_that_takes_up_a_model_later_does_not_make_the_rest_unwell():
    part = Piece()

    async def script(server: Server) -> None:
        await server.settled()
        await get(server, "/healthz")
        part.settled = False
        assert await said(server, "/healthz") == {"status": "ok"}

    served([part], script)


def test_one_part_that_cannot_start_leaves_the_others_and_is_named(caplog):
    broken = Piece(name="broken", settled=False, sockets={}, start_error=OSError("no room"))
    other = Piece(name="other")

    async def script(server: Server) -> None:
        await server.settled()
        assert await said(server, "/healthz") == {"status": "ok"}
        described = await said(server, "/describe")
        assert described["missing"] == [{"what": "broken cannot start", "how": "bangban doctor"}]
        async with socket(server, "/echo") as client:
            await client.send("still here")
            assert await client.recv() == "still here"

    served([broken, other], script)
    assert "cannot start" in caplog.text


def test_it_describes_what_there_is_and_what_is_missing_with_the_way_to_it():
    parts = [
        Piece(name="recognition", gaps=(Missing("what hears", "bangban models fetch vosk-zh"),)),
        Piece(name="speech", sockets={}),
    ]

    async def script(server: Server) -> None:
        described = await said(server, "/describe")
        assert described.pop("since").endswith("+00:00")
        assert described == {
            "recognition": [{"engine": "none"}],
            "speech": [{"engine": "none"}],
            "missing": [{"what": "what hears", "how": "bangban models fetch vosk-zh"}],
        }

    served(parts, script)


def test_open_connections_and_failures_are_counted():
    async def fail(connection: ServerConnection) -> None:
        await connection.recv()
        raise ValueError("what was said")

    part = Piece(sockets={"/echo": echo, "/fail": fail})

    async def script(server: Server) -> None:
        async with socket(server, "/echo") as client, socket(server, "/fail") as failing:
            await client.send("x")
            await client.recv()
            await failing.send("x")
            with pytest.raises(ConnectionClosed) as closed:
                await failing.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1011
            status, headers, body = await get(server, "/metrics")
        assert status == HTTPStatus.OK
        assert headers["Content-Type"].startswith("text/plain")
        figures = body.decode()
        assert 'bangban_voice_connections{path="/echo"} 1.0' in figures
        assert 'bangban_voice_connections_failed_total{path="/fail"} 1.0' in figures

    served([part], script)


@pytest.mark.parametrize("target", ["/", "/admin", "/echo/more", "//echo"])
def test_another_path_is_not_found(target: str):
    async def script(server: Server) -> None:
        assert (await get(server, target))[0] == HTTPStatus.NOT_FOUND

    served([Piece()], script)


def test_a_websocket_to_a_page_is_answered_as_the_page():
    async def script(server: Server) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await socket(server, "/nowhere")
        assert refused.value.response.status_code == HTTPStatus.NOT_FOUND

    served([Piece()], script)


def test_a_page_in_a_browser_may_not_connect():
    async def script(server: Server) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await socket(server, "/echo", origin="https://elsewhere.example")
        assert refused.value.response.status_code == HTTPStatus.FORBIDDEN

    served([Piece()], script)


def test_a_message_has_a_limit_and_nothing_is_compressed():
    async def script(server: Server) -> None:
        async with socket(server, "/echo", max_size=None) as client:
            assert client.protocol.extensions == []
            await client.send(b"x" * MOST_BYTES)
            assert len(await client.recv()) == MOST_BYTES
            await client.send(b"x" * (MOST_BYTES + 1))
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009

    served([Piece()], script)


def test_all_sentences_of_a_town_come_in_one_message():
    async def script(server: Server) -> None:
        async with socket(server, "/prepare", max_size=None) as client:
            await client.send("x" * (MOST_BYTES * 2))
            assert len(await client.recv()) == MOST_BYTES * 2
        assert MOST_BYTES_OF["/prepare"] > MOST_BYTES * 2

    served([Piece(sockets={"/prepare": echo})], script)


def test_a_page_that_fails_answers_500_and_tells_nothing(caplog):
    async def fail(query: Mapping[str, str]) -> Page:
        raise ValueError(query["text"])

    async def script(server: Server) -> None:
        status, _, body = await get(server, "/fail?text=secret")
        assert status == HTTPStatus.INTERNAL_SERVER_ERROR
        assert json.loads(body) == {"error": "failed"}

    served([Piece(pages={"/fail": fail})], script)


def test_a_page_is_given_what_the_request_asks_for():
    async def page(query: Mapping[str, str]) -> Page:
        return json_page(dict(query))

    async def script(server: Server) -> None:
        target = f"/page?text={quote('您好，请进')}&rate=90&empty=&rate=80"
        assert await said(server, target) == {"text": "您好，请进", "rate": "80", "empty": ""}

    served([Piece(pages={"/page": page})], script)


def test_at_the_end_everybody_is_told_and_every_part_is_stopped():
    part = Piece()
    codes: list[int] = []

    async def run() -> None:
        server = Server([part], "127.0.0.1", 0)
        await server.open()
        async with socket(server, "/echo") as client:
            await server.close()
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            codes.append(closed.value.rcvd.code)

    asyncio.run(run())
    assert codes == [1001]
    assert part.happened == ["measured", "started", "stopped"]
