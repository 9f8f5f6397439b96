"""Languages: the source text is simplified Chinese, the catalogues are in `locales/`."""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import GNUTranslations
from pathlib import Path

from aiogram.utils.i18n import I18n
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = "zh"
LANGUAGES = (SOURCE, "zh_Hant", "en")
LANGUAGE_NAMES = {SOURCE: "简体中文", "zh_Hant": "繁體中文", "en": "English"}

_TRADITIONAL = {"hant", "tw", "hk", "mo"}


class Catalogues(I18n):
    """aiogram's I18n, reading the .po files themselves: no compiled copies to go stale."""

    def find_locales(self) -> dict[str, GNUTranslations]:
        return {
            language: _read(self.path / language / "LC_MESSAGES" / f"{self.domain}.po")
            for language in LANGUAGES
            if language != SOURCE
        }


class Words(GNUTranslations):
    """A catalogue as gettext asks for it."""

    def __init__(self, catalogue: Catalog) -> None:
        super().__init__()
        self._translated = {
            str(each.id): str(each.string) for each in catalogue if each.id and each.string
        }

    def gettext(self, message: str) -> str:
        return self._translated.get(message, message)


def _read(path: Path) -> Words:
    with path.open("rb") as source:
        return Words(read_po(source, locale=path.parent.parent.name))


catalogues = Catalogues(
    path=Path(__file__).parents[2] / "locales", default_locale=SOURCE, domain="jinlin"
)


def language_of(code: str | None) -> str:
    """Our language for a messenger's language code (zh-hant, zh-TW, en-GB, fr, nothing)."""
    parts = (code or "").lower().replace("_", "-").split("-")
    if parts[0] == "zh":
        return "zh_Hant" if _TRADITIONAL.intersection(parts) else SOURCE
    return "en" if parts[0] else SOURCE


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate to `language` within."""
    with catalogues.use_locale(language):
        yield


def current_language() -> str:
    return catalogues.current_locale


def mark(text: str) -> str:
    """Leave `text` as it is, but let it be collected for translation (gettext's N_)."""
    return text


def in_every_language(text: str) -> tuple[str, ...]:
    """`text` as it reads in each language, for recognising a label in any of them."""
    return tuple(dict.fromkeys(catalogues.gettext(text, locale=name) for name in LANGUAGES))


def _(text: str) -> str:
    """`text` in the language that is spoken now."""
    return catalogues.gettext(text)


__all__ = [
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "SOURCE",
    "_",
    "catalogues",
    "current_language",
    "in_every_language",
    "language_of",
    "mark",
    "speaking",
]
