"""Codes that lead to us from WeChat: they are made by the official account, when they leave."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class ScanCode:
    """In place of a picture's file. told: what /start is told; at most 64 characters.

    drawn: how, as the subject handed it in (`Subject.codes`). words: what stands beside the code.
    """

    told: str
    lasts: timedelta
    drawn: str
    words: dict[str, str]

    @property
    def param(self) -> dict[str, Any]:
        """As it stands in a row of the outbox."""
        seconds = self.lasts // timedelta(seconds=1)
        return {
            "scan_code": self.told,
            "lasts": seconds,
            "drawn": self.drawn,
            "words": self.words,
        }


def code_in(param: Any) -> ScanCode | None:
    """The code that is to be made, where `param` is one."""
    match param:
        case {
            "scan_code": str(told),
            "lasts": int(seconds),
            "drawn": str(drawn),
            "words": dict(words),
        }:
            return ScanCode(told, timedelta(seconds=seconds), drawn, words)
    return None
