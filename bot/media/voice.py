"""Voice as the other messenger plays it: WeChat and WeCom record and take AMR, Telegram Opus.

PyAV brings its own ffmpeg and is loaded when somebody's voice has to go to the other side.
"""

import asyncio
from io import BytesIO
from itertools import chain
from typing import Literal, NamedTuple

LONGEST = 10 * 60.0
"""Seconds; what is longer is no voice message, and would take long to convert."""


class NotVoiceError(Exception):
    """It cannot be heard, or is longer than LONGEST."""


class Recording(NamedTuple):
    data: bytes
    seconds: float


class _Format(NamedTuple):
    container: Literal["ogg", "amr"]
    codec: Literal["libopus", "libopencore_amrnb"]
    rate: int
    bits: int
    """A second."""


_OPUS = _Format("ogg", "libopus", 48_000, 24_000)
_AMR = _Format("amr", "libopencore_amrnb", 8_000, 12_200)


async def to_opus(data: bytes) -> Recording:
    """In an OGG file. Raises NotVoiceError."""
    return await asyncio.to_thread(_converted, data, _OPUS)


async def to_amr(data: bytes) -> Recording:
    """AMR-NB. Raises NotVoiceError."""
    return await asyncio.to_thread(_converted, data, _AMR)


def _converted(data: bytes, to: _Format) -> Recording:
    import av

    written, samples = BytesIO(), 0
    try:
        with (
            av.open(BytesIO(data), "r") as source,
            av.open(written, "w", format=to.container) as target,
        ):
            stream = target.add_stream(to.codec, rate=to.rate, layout="mono")
            assert isinstance(stream, av.AudioStream)
            stream.bit_rate = to.bits
            # Pieces of 20 ms, which both codecs take.
            resampler = av.AudioResampler("s16", "mono", to.rate, frame_size=to.rate // 50)
            for heard in chain(source.decode(audio=0), [None]):
                for piece in resampler.resample(heard):
                    samples += piece.samples
                    target.mux(stream.encode(piece))
                if samples > LONGEST * to.rate:
                    raise NotVoiceError("too long")
            target.mux(stream.encode(None))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise NotVoiceError(type(error).__name__) from None
    if not samples:
        raise NotVoiceError("empty")
    return Recording(written.getvalue(), samples / to.rate)
