"""A wire to PostgreSQL that can be cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK = 64 * 1024


class Wire:
    """While it is cut, open connections are gone and new ones are refused."""

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self._to = host, port
        self._cut = False
        self._open: set[asyncio.StreamWriter] = set()

    def cut(self) -> None:
        self._cut = True
        for writer in self._open:
            writer.transport.abort()

    def mend(self) -> None:
        self._cut = False

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.transport.abort()
            return
        onward_reader, onward_writer = await asyncio.open_connection(*self._to)
        ends = {writer, onward_writer}
        self._open |= ends
        await asyncio.gather(_pump(reader, onward_writer), _pump(onward_reader, writer))
        self._open -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(CHUNK):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def a_wire(host: str, port: int) -> AsyncIterator[Wire]:
    wire = Wire(host, port)
    server = await asyncio.start_server(wire.take, "127.0.0.1")
    wire.port = server.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        wire.cut()
        server.close()
