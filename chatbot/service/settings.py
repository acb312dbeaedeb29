"""The settings of the service: declared once, read only here (docs/chatbot/settings.md)."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chatbot.errors import SettingsError

PREFIX = "CHATBOT_"
MANUAL = "docs/chatbot/settings.md"

Words = Annotated[tuple[str, ...], NoDecode]


def _expects(words: str) -> dict[str, Any]:
    """What an error message says was expected."""
    return {"expected": words}


class Settings(BaseSettings):
    """Each field is the environment variable CHATBOT_ plus its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True
    )

    site_dir: Path = Field(Path("site"), json_schema_extra=_expects("the path of a folder"))
    index_dir: Path = Field(Path("index"), json_schema_extra=_expects("the path of a folder"))
    encoder_dir: Path | None = Field(None, json_schema_extra=_expects("the path of a folder"))
    mkdocs_config: Path = Field(
        Path("mkdocs.yml"), json_schema_extra=_expects("the path of a MkDocs configuration")
    )
    host: str = Field(
        "127.0.0.1",
        pattern=r"^[0-9A-Za-z.:-]+$",
        json_schema_extra=_expects("a host name or an IP address"),
    )
    port: int = Field(
        8000, ge=0, le=65535, json_schema_extra=_expects("a port between 0 and 65535")
    )
    root_path: str = Field(
        "",
        pattern=r"^(/[\w.~-]+)*$",
        json_schema_extra=_expects("a path such as '/guide', without a slash at the end"),
    )
    cors_origins: Words = Field(
        (), json_schema_extra=_expects("origins such as 'https://example.org', split by commas")
    )
    frame_ancestors: Words = Field(
        ("none",), json_schema_extra=_expects("'none', or 'self' and origins, split by commas")
    )
    max_body_bytes: int = Field(
        16_384,
        ge=1_024,
        le=1_048_576,
        json_schema_extra=_expects("a number of bytes between 1024 and 1048576"),
    )
    answer_threads: int = Field(
        4, ge=1, le=64, json_schema_extra=_expects("a number of threads between 1 and 64")
    )
    index_poll_seconds: float = Field(
        1.0,
        ge=0.05,
        le=3_600,
        allow_inf_nan=False,
        json_schema_extra=_expects("a number of seconds between 0.05 and 3600"),
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", json_schema_extra=_expects("'debug', 'info', 'warning' or 'error'")
    )
    log_questions: bool = Field(False, json_schema_extra=_expects("'true' or 'false'"))
    feedback: bool = Field(True, json_schema_extra=_expects("'true' or 'false'"))
    feedback_db: Path = Field(
        Path("feedback.sqlite3"), json_schema_extra=_expects("the path of a file")
    )
    feedback_max_rows: int = Field(
        100_000,
        ge=1,
        le=10_000_000,
        json_schema_extra=_expects("a number of rows between 1 and 10000000"),
    )
    contact_url: str = Field(
        "",
        pattern=r"^$|^https?://[^\s]+$|^mailto:[^\s@]+@[^\s@]+$",
        json_schema_extra=_expects("an address that starts with 'https://' or 'mailto:'"),
    )

    @field_validator("cors_origins", "frame_ancestors", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word.strip().rstrip("/") for word in value.split(",") if word.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_is_origin(word) for word in value):
            raise ValueError("not an origin")
        return value

    @field_validator("frame_ancestors")
    @classmethod
    def _are_ancestors(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        others = [word for word in value if word not in ("none", "self")]
        if not value or ("none" in value and len(value) > 1) or not all(map(_is_origin, others)):
            raise ValueError("not a list of frame ancestors")
        return value


def load_settings(
    overrides: Mapping[str, object] | None = None, *, environ: Mapping[str, str] | None = None
) -> Settings:
    """Read the environment; `overrides` (the command line's options) win.

    Raises:
        SettingsError: a value is out of range, or a CHATBOT_ variable is not a setting.
    """
    environ = os.environ if environ is None else environ
    _refuse_unknown(environ)
    try:
        return Settings(**(_from(environ) | dict(overrides or {})))  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(dict(item)) for item in error.errors())) from error


def _from(environ: Mapping[str, str]) -> dict[str, object]:
    names = {name.upper(): name for name in Settings.model_fields}
    return {
        names[key.upper().removeprefix(PREFIX)]: value
        for key, value in environ.items()
        if key.upper().startswith(PREFIX) and value
    }


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for key in sorted(environ):
        if not key.upper().startswith(PREFIX) or key.upper() in known:
            continue
        near = difflib.get_close_matches(key.upper(), known, n=1, cutoff=0.75)
        advice = f"Did you mean {near[0]}?" if near else f"{MANUAL} lists the settings."
        raise SettingsError(f"{key} is not a setting. {advice}")


def _sentence(error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0])
    if name not in Settings.model_fields:
        return f"'{name}' is not a setting. {MANUAL} lists the settings."
    extra = Settings.model_fields[name].json_schema_extra
    expected = extra["expected"] if isinstance(extra, dict) else "something else"
    value = error["input"]
    shown = ",".join(value) if isinstance(value, tuple) else value
    return f"{PREFIX}{name.upper()} is '{shown}'; expected {expected}."


def _is_origin(word: str) -> bool:
    try:
        parts = urlsplit(word)
        is_port_right = parts.port is None or 0 < parts.port < 65_536
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return (
        is_web
        and is_port_right
        and word == f"{parts.scheme}://{parts.netloc}"
        and ("@" not in parts.netloc and not any(char in word for char in " ;,'\"*"))
    )
