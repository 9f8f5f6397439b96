"""Logging: what staff need to know, in one shape, without anybody's words, numbers or secrets.

Everybody writes to plain `logging` loggers, we and the libraries; structlog gives each line its
shape, readable or JSON. A line names what it comes of (`storage.cause`), from the update to the
message that left because of it.
"""

import asyncio
import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from traceback import format_tb
from typing import Any, Literal

import structlog

from storage.cause import present

Form = Literal["readable", "json"]
Event = MutableMapping[str, Any]

OURS = ("bot", "handlers", "scheduler", "services", "storage")
"""LOG_LEVEL is for these. Libraries say what they do in detail with all that they were given, which
is what people wrote: of them only warnings are heard."""

_REDACTED = (
    (re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "<phone>"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "<identity>"),
    (re.compile(r"(?<=access_token=)[^\s&\"']+"), "<token>"),
    (re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"), "<password>"),
)


def set_up(level: str, form: Form = "readable") -> None:
    """From now on every logger writes to standard error in `form`; ours from `level` on."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(form))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)


def formatter(form: Form) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _cause,
            _exception,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0),
            _redact,
        ]
    )


def no_words_of_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Have what asyncio reports of `loop` logged like the rest: it would print the task with its
    exception, and that one's words."""

    def report(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logging.getLogger("asyncio").error("%s", context["message"], exc_info=error)

    loop.set_exception_handler(report)


def traced(error: BaseException) -> str:
    """Where `error` was raised, and what it comes of, by their types.

    Without their texts: what a database or a parser refuses it quotes, and that is what somebody
    wrote.
    """
    return "\n".join(_traced(error))


def _traced(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _traced(before)
    for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _traced(each)
    yield "".join(format_tb(error.__traceback__)) + type(error).__qualname__


def _cause(_logger: object, _method: str, event: Event) -> Event:
    if cause := present():
        event["cause"] = cause.name
    return event


def _exception(_logger: object, _method: str, event: Event) -> Event:
    info = event.pop("exc_info", None)
    if info and info[1]:
        event["exception"] = traced(info[1])
    return event


def _redact(_logger: object, _method: str, line: Any) -> Any:
    """The finished line, so that nothing slips in by an argument."""
    for pattern, instead in _REDACTED:
        line = pattern.sub(instead, line)
    return line
