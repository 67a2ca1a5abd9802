"""What can be set, from the environment; refuses a result that would be insecure or cannot work."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from assistant import development_keys
from assistant.errors import UnsafeSettings
from assistant.settings_checks import PREFIX, sentence, unknown, unsafe
from assistant.settings_voice import Port, VoiceSettings, Web

PROJECT = Path(__file__).resolve().parent.parent
# Twilio's own number for tests; no message is ever delivered to or from it.
DEVELOPMENT_NUMBER = "+15005550006"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


class Settings(VoiceSettings):
    """The settings of one installation. Field `x` is read from `BANGBAN_X`. Make one with `load_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    environment: Literal["development", "production"] = Field(
        "development", description="production refuses missing or weak secrets and the simulator."
    )
    data_dir: Path = Field(
        Path("var"), description="Folder for database, keys and run files, relative to the project's."
    )
    places_dir: Path = Field(
        Path("places"), description="Folder of the pages of single places, relative to the data folder."
    )
    models_dir: Path = Field(
        Path("models"), description="Folder of the models that hear and speak, relative to the data folder."
    )
    voice_cache_dir: Path = Field(
        Path("spoken"), description="Folder of what was spoken ahead of time, relative to the data folder."
    )
    town_file: Path | None = Field(
        None,
        description="The town's offices, hours, departments and limits, relative to the data folder; "
        "without it an example.",
    )
    database_url: str = Field(
        "",
        repr=False,
        description="SQLAlchemy address of the database; without it a SQLite file in data_dir. "
        "PostgreSQL: postgresql+psycopg://user:password@host/name.",
    )
    host: str = Field("127.0.0.1", min_length=1, description="Address on which the web process listens.")
    port: Port = Field(8080, description="Port on which the web process listens.")
    public_url: Web = Field(
        "",
        description="Address at which the provider calls us, as https://bangban.example; part of signatures.",
    )
    trusted_proxies: int = Field(
        0, ge=0, le=9, description="How many reverse proxies in front set X-Forwarded headers to believe."
    )
    secret_key: str = Field(
        "", repr=False, description="Signs staff sessions and forms; at least 32 characters."
    )
    vault_key: str = Field(
        "",
        repr=False,
        description="Fernet key that encrypts residents' words and numbers; older keys follow after commas.",
    )
    lookup_key: str = Field(
        "", repr=False, description="Key of the hash by which a number is found; at least 32 characters."
    )
    rasa_url: Web = Field(
        "", description="Address of the Rasa server, internal only; without it rasa_port on this machine."
    )
    rasa_token: str = Field(
        "", repr=False, description="Token that the Rasa server demands; at least 32 characters."
    )
    rasa_port: Port = Field(5005, description="Port of the Rasa server when `bangban up` starts it.")
    actions_port: Port = Field(5055, description="Port of the action server when `bangban up` starts it.")
    actions_url: Web = Field(
        "", description="Address of the action server; without it actions_port on this machine."
    )
    dialogue_deadline_s: float = Field(
        1.5, gt=0, le=30, description="Seconds after which the keypad engine answers instead of Rasa."
    )
    twilio_account_sid: str = Field("", description="Account at the text message provider (AC…).")
    twilio_auth_token: str = Field(
        "", repr=False, description="The account's token; checks and makes signatures."
    )
    twilio_number: str = Field(
        "", pattern=r"^(\+[1-9]\d{6,14})?$", description="Our own number, in E.164, such as +8613800000000."
    )
    twilio_api_base: Web = Field(
        "",
        description="Other address of the provider; the simulator, when that is on without an account.",
    )
    simulator: bool = Field(
        False, description="Offer /simulator, a phone in the browser; refused in production."
    )
    metrics_public: bool = Field(False, description="Let other machines than this one read /metrics.")
    sms_signature: str = Field(
        "帮办", min_length=1, max_length=8, description="Name before Chinese messages, as 【帮办】."
    )
    sms_signature_en: str = Field(
        "Bangban",
        pattern=r"^[A-Za-z0-9 .&'-]{1,12}$",
        description="Name before English messages, as [Bangban].",
    )
    oidc_issuer: Web = Field(
        "",
        description="Address of the town's sign-in service (OpenID Connect), exactly as it names itself; "
        "without it staff sign in by password only.",
    )
    oidc_client_id: str = Field("", description="Our name at the sign-in service.")
    oidc_client_secret: str = Field(
        "", repr=False, description="Our secret at the sign-in service, where it wants one."
    )
    oidc_name: str = Field(
        "统一登录", min_length=1, max_length=20, description="What the sign-in service is called on our page."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severity that is logged."
    )
    python310: Path | None = Field(
        None, description="Python 3.10 interpreter for Rasa, when it is not on the PATH."
    )
    retention_days: int = Field(
        180, ge=1, le=3650, description="Days after which residents' words are deleted."
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir", mode="after")
    @classmethod
    def _from_project(cls, value: Path) -> Path:
        return (PROJECT / value.expanduser()).resolve()

    @field_validator("places_dir", "models_dir", "voice_cache_dir", mode="after")
    @classmethod
    def _from_data(cls, value: Path, info: ValidationInfo) -> Path:
        data: Path = info.data.get("data_dir", PROJECT)
        return (data / value.expanduser()).resolve()

    @field_validator("town_file", mode="after")
    @classmethod
    def _town_from_data(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        data: Path = info.data.get("data_dir", PROJECT)
        return (data / value.expanduser()).resolve() if value is not None else None

    @field_validator("public_url", "rasa_url", "actions_url", "twilio_api_base", mode="after")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def local_url(self) -> str:
        """Where processes of this machine reach the web process."""
        host = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def filled(self, keys: Mapping[str, str]) -> Self:
        """These settings, with `keys` and what follows from others where nothing was set."""
        found: dict[str, Any] = {name: key for name, key in keys.items() if not getattr(self, name)}
        if not self.database_url:
            found["database_url"] = f"sqlite:///{self.data_dir / 'bangban.db'}"
        if not self.rasa_url:
            found["rasa_url"] = f"http://127.0.0.1:{self.rasa_port}"
        if not self.actions_url:
            found["actions_url"] = f"http://127.0.0.1:{self.actions_port}"
        found |= self.addresses_of_voice(self.public_url)
        if not self.is_production and not self.twilio_number:
            found["twilio_number"] = DEVELOPMENT_NUMBER
        if self.simulator and not self.twilio_account_sid and not self.twilio_api_base:
            found["twilio_api_base"] = f"{self.local_url}/simulator/provider"
        return self.model_copy(update=found)


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment, `overrides` first; the same in every process of one installation.

    Raises UnsafeSettings with one sentence, on its own line, for each mistake.
    """
    problems = [*unknown(os.environ, Settings.model_fields)]
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        problems += [sentence(detail, Settings.model_fields) for detail in error.errors()]
        raise UnsafeSettings("\n".join(problems)) from None
    keys = {} if settings.is_production else development_keys.read_or_create(settings.data_dir)
    settings = settings.filled(keys)
    problems += unsafe(settings)
    if problems:
        raise UnsafeSettings("\n".join(problems))
    return settings
