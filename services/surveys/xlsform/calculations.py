"""`calculate` rows: computed values stand in conditions as what they are computed from."""

import re

from services.surveys.syntax import LONGEST

_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


class Calculations:
    def __init__(self) -> None:
        self._written: dict[str, str] = {}
        self.unused: set[str] = set()

    def add(self, name: str, text: str) -> bool:
        """Whether it is no longer than a condition may be: ten that double each other are."""
        written = self.put_in(text)
        self._written[name] = written[: LONGEST + 1]
        self.unused.add(name)
        return 0 < len(written) <= LONGEST

    def put_in(self, text: str) -> str:
        """`text` with the computed values written out, in brackets."""
        if len(text) > LONGEST:
            return text

        def written(match: re.Match[str]) -> str:
            self.unused.discard(match[1])
            found = self._written.get(match[1])
            return match[0] if found is None else f"({found})"

        return _REFERENCE.sub(written, text)


def refers(text: str) -> bool:
    """Whether an answer is to be filled in."""
    return _REFERENCE.search(text) is not None
