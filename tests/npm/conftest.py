"""Peers from npm, installed from the lock file beside this; telegram-test-api on a free port."""

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
INSTALL_WITHIN = 180


@pytest.fixture(scope="session")
def npm_packages() -> Path:
    """The folder they are installed in."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if any(_installed(name) != version for name, version in wanted.items()):
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


def _installed(name: str) -> str | None:
    package = HERE / "node_modules" / name / "package.json"
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
async def server(npm_packages: Path) -> AsyncIterator[str]:
    """Where it listens."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        "node", "server.js", str(port), cwd=npm_packages, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"up"
    yield f"http://127.0.0.1:{port}"
    process.kill()
    await process.wait()
