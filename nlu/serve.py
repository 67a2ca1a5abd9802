"""Start the Rasa server: `python serve.py`, settings from the environment (README.md).

It listens only after the model is loaded, so an open port means that it is ready.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from serving import logs
from serving.settings import (
    WRONG_MODEL,
    WRONG_SETTING,
    RasaSettings,
    WrongSettings,
    rasa_settings,
    redis_parts,
    refuse,
    require_free_port,
)

HERE = Path(__file__).resolve().parent


def main() -> None:
    logs.quiet_warnings()
    try:
        settings = rasa_settings()
    except WrongSettings as error:
        refuse(str(error), WRONG_SETTING)
    require_free_port(settings.host, settings.port)
    _set_environment(settings)
    os.chdir(HERE)

    from serving.model import BrokenModel, check

    # The name may be a link that is put to another model while this one serves.
    model = Path(settings.model).resolve()
    try:
        check(model)
    except BrokenModel as error:
        refuse(str(error), WRONG_MODEL)
    _serve(settings, model)


def _set_environment(settings: RasaSettings) -> None:
    """What Rasa and its libraries read from the environment, before they are imported."""
    os.environ.update(
        BANGBAN_TRACKER_URL=settings.tracker_url,
        BANGBAN_ACTIONS_URL=settings.actions_url,
        BANGBAN_RASA_TOKEN=settings.token,
        RASA_TELEMETRY_ENABLED="false",
        SANIC_ACCESS_LOG="false",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        TF_CPP_MIN_LOG_LEVEL="3",
        CUDA_VISIBLE_DEVICES="-1",
        OMP_NUM_THREADS="1",
        OPENBLAS_NUM_THREADS="1",
        TF_NUM_INTRAOP_THREADS="1",
        TF_NUM_INTEROP_THREADS="1",
    )


def _serve(settings: RasaSettings, model: Path) -> None:
    import rasa.core.run as server
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    from serving.action_endpoint import ActionEndpoint
    from serving.quick import make_quick
    from serving.swap import ModelSwap

    logger = logging.getLogger("bangban.rasa")
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action = ActionEndpoint.like(endpoints.action)
    if settings.redis_url:
        endpoints.lock_store = EndpointConfig(type="redis", **redis_parts(settings.redis_url))
    make_quick()
    ModelSwap(model.parent).install()
    failures: list[str] = []

    async def require_model(app: Any, _: Any) -> None:
        agent = getattr(app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            failures.append(f"The dialogue model {model} cannot be loaded: train it again.")
            app.stop()
            return
        logger.info("rasa server listens on %s:%d", settings.host, settings.port)

    async def close_actions(_: Any, __: Any) -> None:
        await endpoints.action.close()

    logs.configure()
    server.serve_application(
        model_path=str(model),
        interface=settings.host,
        port=settings.port,
        credentials="credentials.yml",
        auth_token=settings.token,
        enable_api=True,
        response_timeout=60,
        endpoints=endpoints,
        server_listeners=[(require_model, "after_server_start"), (close_actions, "before_server_stop")],
    )
    if failures:
        refuse(failures[0], WRONG_MODEL)


if __name__ == "__main__":
    main()
