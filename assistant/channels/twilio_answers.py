"""Markup with which the provider goes on with a call."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Response
from werkzeug.exceptions import HTTPException

from assistant.errors import AssistantError

log = logging.getLogger(__name__)


def answer(say: Callable[[], str], sorry: Callable[[], str]) -> Response:
    """What `say` gives; `sorry` when it fails, for somebody is listening. A refusal stays one."""
    try:
        markup = say()
    except HTTPException:
        raise
    except AssistantError as error:
        log.warning("call failed", exc_info=True, extra={"code": error.code})
        markup = sorry()
    except Exception:
        log.exception("call failed", extra={"code": "unexpected"})
        markup = sorry()
    return markup_of(markup)


def markup_of(text: str) -> Response:
    return Response(text, content_type="text/xml; charset=utf-8")
