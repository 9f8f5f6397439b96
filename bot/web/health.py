"""GET /health and GET /ready: for those that start, restart and route to this process.

Their shapes stay as they are, for scripts read them; they hold no secret and no address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a process stands at this moment; by names such as `telegram`."""

    loops: Mapping[str, bool] = field(default_factory=dict)
    """What has to run as long as the process does, and whether it still does."""
    channels: Mapping[str, bool | None] = field(default_factory=dict)
    """Whether the messenger answers; None where another process, or nobody yet, has asked it."""
    leases: Mapping[str, bool] = field(default_factory=dict)
    """Whether what one process does for all is done by this one."""


def add_health(
    app: web.Application, database: Database, state: Callable[[], State] = State
) -> None:
    """Serve both: 200 where all is well, else 503.

    `/health` fails where only a restart helps: the loop does not come to it, or something that has
    to run has ended. `/ready` fails while database or messenger do not answer, which passes.
    """

    async def health(_request: web.Request) -> web.Response:
        loops = state().loops
        return _answer(all(loops.values()), ("ok", "failing"), loops=loops)

    async def ready(_request: web.Request) -> web.Response:
        now, database_answers = state(), await database.answers()
        channels_answer = all(answers is not False for answers in now.channels.values())
        return _answer(
            database_answers and channels_answer and all(now.loops.values()),
            ("ready", "not ready"),
            database=database_answers,
            channels=now.channels,
            leases={name: "held" if ours else "elsewhere" for name, ours in now.leases.items()},
        )

    app.router.add_get("/health", health)
    app.router.add_get("/ready", ready)


def _answer(is_well: bool, words: tuple[str, str], **parts: object) -> web.Response:
    body = {"status": words[0] if is_well else words[1], **parts}
    return web.json_response(body, status=200 if is_well else 503)
