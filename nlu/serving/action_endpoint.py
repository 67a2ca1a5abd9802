"""The way to the action server, over connections that stay open. Rasa opens one for each action."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import ClientResponseError, EndpointConfig


class ActionEndpoint(EndpointConfig):
    """An action endpoint with one session for the life of the server."""

    _kept: aiohttp.ClientSession | None = None

    @classmethod
    def like(cls, config: EndpointConfig) -> ActionEndpoint:
        return cls(config.url, config.params, config.headers, **config.kwargs)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Raises rasa's ClientResponseError with the status on a failure, without the body."""
        kwargs.pop("timeout", None)
        async with self._session().request(method, self.url, compress=compress or None, **kwargs) as response:
            if response.status == 400:
                raise ClientResponseError(response.status, response.reason, await response.text())
            if response.status > 400:
                raise ClientResponseError(response.status, response.reason, "")
            return await response.json()

    async def close(self) -> None:
        if self._kept is not None:
            await self._kept.close()
            self._kept = None

    def _session(self) -> aiohttp.ClientSession:
        if self._kept is None or self._kept.closed:
            self._kept = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=4),
            )
        return self._kept
