"""Comparing what people write: alike to them, however their keyboards and programs wrote it."""

import unicodedata


def folded(text: str) -> str:
    """`text` without what full-width letters, capitals and spaces make different."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
