"""Words and the pictures that came with them: one message, where the messenger has such."""

from collections.abc import Sequence

from handlers.common.saying import Files, Post, Say
from handlers.common.sending import ALBUM_KINDS, ALBUM_LIMIT
from handlers.common.words import telegram_length
from storage.media import Attachment
from storage.tables import MediaKind

CAPTION = 1000
"""Characters below a picture; the Bot API takes 1024 without the marks of HTML."""


def with_pictures(said: Say, files: Sequence[Attachment], otherwise: str = "") -> list[Post]:
    """`said` below `files`, or before them, which then read `otherwise`."""
    if _fit_in_one(said, files):
        return [Files(files, said.text, under_card=said.under_card, about=said.about)]
    return [said, Files(files, otherwise, under_card=said.under_card, about=said.about)]


def _fit_in_one(said: Say, files: Sequence[Attachment]) -> bool:
    kinds = {each.kind for each in files}
    is_album = len(files) <= ALBUM_LIMIT and all(kind in ALBUM_KINDS for kind in kinds)
    is_alone = len(files) == 1 and MediaKind.VIDEO_NOTE not in kinds
    return (
        bool(files)
        and (is_album or is_alone)
        and said.keyboard is None
        and telegram_length(said.text) <= CAPTION
    )
