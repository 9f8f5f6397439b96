"""Logging: what staff need, and no token or telephone number, not even in a traceback."""

import logging
import re

_REDACTED = (
    (re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "<phone>"),
    (re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"), "<password>"),
)


class RedactingFormatter(logging.Formatter):
    """Cleans the finished line, so nothing slips in by an argument or an exception's text."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for pattern, instead in _REDACTED:
            line = pattern.sub(instead, line)
        return line


def set_up(level: str) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # A line for each update, tick and migration: a quarter of the time, and nobody reads them.
    for noisy in ("aiogram.event", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
