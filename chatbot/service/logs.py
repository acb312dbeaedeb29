"""Log lines as JSON, one object per line. Questions are never logged unless a setting says so."""

import json
import logging
import sys
from datetime import UTC, datetime

LOGGER = logging.getLogger("chatbot.service")


class JsonFormatter(logging.Formatter):
    """time, level, event, then the fields given as `extra={"fields": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), "event": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log(level: int, event: str, *, is_traceback: bool = False, **fields: object) -> None:
    """Write one line."""
    LOGGER.log(level, event, extra={"fields": fields}, exc_info=is_traceback)


def configure_logs(level: str) -> None:
    """Send our lines and uvicorn's warnings to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    for name, at in (("chatbot", level.upper()), ("uvicorn", "WARNING")):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(at)
        logger.propagate = False
