"""How long a recording is."""

_HEADER = b"#!AMR\n"
_FRAMES = (13, 14, 16, 18, 20, 21, 27, 32, 6)
"""Bytes of a frame by its mode, the byte of the mode included: RFC 4867, section 5.3."""
_FRAME_SECONDS = 0.02


def amr_seconds(data: bytes) -> float | None:
    """The length of an AMR-NB recording; None if it is none."""
    if not data.startswith(_HEADER):
        return None
    at, frames = len(_HEADER), 0
    while at < len(data):
        mode = data[at] >> 3 & 0x0F
        at += _FRAMES[mode] if mode < len(_FRAMES) else 1
        frames += 1
    return frames * _FRAME_SECONDS
