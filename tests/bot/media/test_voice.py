"""Voice is heard on the other side."""

import wave
from io import BytesIO

import pytest

from bot.media import voice
from bot.media.voice import NotVoiceError
from bot.sandbox.wechat.amr import amr_seconds


def silence(seconds: float) -> bytes:
    """A WAV file."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * int(16_000 * seconds)))
    return written.getvalue()


async def test_opus_becomes_amr_and_amr_becomes_opus_of_the_same_length() -> None:
    opus = await voice.to_opus(silence(2.5))
    amr = await voice.to_amr(opus.data)
    back = await voice.to_opus(amr.data)
    assert (opus.data[:4], back.data[:4]) == (b"OggS", b"OggS")
    assert amr_seconds(amr.data) == pytest.approx(2.5, abs=0.1)
    assert back.seconds == pytest.approx(amr.seconds, abs=0.1)


async def test_sixty_one_seconds_are_told_as_such() -> None:
    assert (await voice.to_amr(silence(61))).seconds == pytest.approx(61, abs=0.1)


@pytest.mark.parametrize("data", [b"", b"#!AMR\n", b"OggS" + bytes(50), b"PK\x03\x04", b"x" * 999])
async def test_what_is_no_voice_is_refused(data: bytes) -> None:
    with pytest.raises(NotVoiceError):
        await voice.to_opus(data)


async def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "LONGEST", 1.0)
    with pytest.raises(NotVoiceError):
        await voice.to_amr(silence(2))
