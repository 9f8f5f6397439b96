"""Starting `python -m bot`, and ending it in every way."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
SETTINGS = tuple(name.upper() for name in Settings.model_fields)
START_WITHIN = 60.0


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's, with none of the program's settings but `settings`."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **settings}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def command(
    folder: Path, *arguments: str, settings: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run `python -m bot` with `arguments` in `folder`: its exit code and all it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        cwd=folder,
        env=environment({"LOG_LEVEL": "WARNING", **(settings or {})}) | {"NO_COLOR": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _nothing = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


class Program:
    """`python -m bot run` in `folder`, started and ended again and again; its log is kept."""

    def __init__(
        self,
        folder: Path,
        settings: Mapping[str, str],
        arguments: Sequence[str] = (),
        module: str = "bot",
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._arguments = arguments
        self._module = module
        self._log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._settings['WEB_PORT']}"

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", self._module, "run", *self._arguments),
                cwd=self._folder,
                env=environment(self._settings),
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    async def is_up(self) -> None:
        """Returns when it answers on its own port."""
        async with asyncio.timeout(START_WITHIN), ClientSession() as http:
            while True:
                assert self.running, self.log
                with suppress(ClientError):
                    async with http.get(f"{self.address}/health") as response:
                        if response.ok:
                            return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        return await self._end(signal.SIGTERM)

    def hang(self) -> None:
        """It stands still, and keeps what it holds."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)

    async def _end(self, by: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(by)
        return await self._process.wait()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""
