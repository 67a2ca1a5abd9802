"""Start the action server: `python serve_actions.py`, settings from the environment (README.md)."""

from __future__ import annotations

import logging

from serving import logs
from serving.settings import WRONG_SETTING, WrongSettings, actions_settings, refuse, require_free_port


def main() -> None:
    logs.quiet_warnings()
    try:
        settings = actions_settings()
    except WrongSettings as error:
        refuse(str(error), WRONG_SETTING)
    require_free_port(settings.host, settings.port)

    from rasa_sdk.endpoint import create_app
    from sanic import Sanic
    from sanic.request import Request
    from sanic.response import HTTPResponse, json

    from actions.knowledge import GeneratedFilesMissing, load

    try:
        load()
    except GeneratedFilesMissing as error:
        refuse(str(error), WRONG_SETTING)

    app: Sanic = create_app("actions")
    logger = logging.getLogger("bangban.actions")

    # The SDK's own handler answers with the request's body, which Rasa then puts into an error.
    def answer_failure(request: Request, exception: Exception) -> HTTPResponse:
        logger.error("action failed", exc_info=exception)
        return json({"error": type(exception).__name__}, status=500)

    app.error_handler.add(Exception, answer_failure)
    logs.configure()
    logger.info("action server listens on %s:%d", settings.host, settings.port)
    app.run(settings.host, settings.port, workers=1, access_log=False, debug=False, motd=False)


if __name__ == "__main__":
    main()
