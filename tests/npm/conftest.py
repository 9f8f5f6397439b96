"""telegram-test-api, installed from the lock file beside this and started on a free port."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.process.program import free_port

HERE = Path(__file__).parent
PACKAGE = Path("node_modules") / "telegram-test-api" / "package.json"
INSTALL_WITHIN = 180


@pytest.fixture(scope="session")
def telegram_test_api() -> Path:
    """The folder it is installed in."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if _installed() != wanted["telegram-test-api"]:
        npm = shutil.which("npm")
        if npm is None:
            _missing("there is no npm")
        else:
            _install(npm)
    return HERE


def _install(npm: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=INSTALL_WITHIN,
        check=False,
    )
    if done.returncode:
        _missing(f"npm ci failed: {done.stderr.strip()[-200:]}")


def _installed() -> str | None:
    package = HERE / PACKAGE
    if not package.exists():
        return None
    version: str = json.loads(package.read_text(encoding="utf-8"))["version"]
    return version


def _missing(reason: str) -> None:
    """A part that anyone may lack, but not the place where everything is tested."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
async def server(telegram_test_api: Path) -> AsyncIterator[str]:
    """Where it listens."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        "node", "server.js", str(port), cwd=telegram_test_api, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"up"
    yield f"http://127.0.0.1:{port}"
    process.kill()
    await process.wait()
