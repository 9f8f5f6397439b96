"""Files at WeCom: what came is there for five minutes, what we uploaded for three days."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.channels.wecom.downloads import Loaded, NotLoadedError
from bot.channels.wecom.errors import BAD_KIND, RefusedError, WecomError
from bot.channels.wecom.outgoing import MEDIA_KINDS
from bot.channels.wecom.uploads import Ask, upload
from bot.media.kinds import AMR, JPEG, format_of, named
from bot.media.pictures import fitted
from bot.media.store import NotNowError, UnfitError
from bot.media.voice import NotVoiceError, to_amr
from storage.media_bytes import Content
from storage.tables import MediaKind

Load = Callable[[str], Awaitable[Loaded]]
"""A file by what its update calls it. Raises NotLoadedError."""

_MB = 2**20
_LARGEST = {"image": 2 * _MB, "video": 10 * _MB, "voice": 2 * _MB, "file": 20 * _MB}


class WecomFiles:
    """Of one robot. ask: `Robot.ask`."""

    knows_for: timedelta | None = timedelta(days=3)
    takes_documents = True

    def __init__(self, ask: Ask, load: Load) -> None:
        self._ask = ask
        self._load = load

    async def fetch(self, external_id: str) -> Content:
        try:
            loaded = await self._load(external_id)
        except NotLoadedError as error:
            # Whether the link or the line is at fault nobody can tell: five minutes decide.
            raise NotNowError(str(error)) from None
        name, what = named(MediaKind.DOCUMENT, loaded.data)
        return Content(loaded.name or name, what.mime_type, loaded.data)

    async def upload(self, kind: MediaKind, content: Content) -> str:
        theirs, fit = MEDIA_KINDS[kind.value], content
        if theirs == "voice":
            fit = await _as_voice(content)
        elif theirs == "image" and len(content.data) > _LARGEST[theirs]:
            smaller = await fitted(content.data, _LARGEST[theirs])
            fit = Content(content.name, JPEG.mime_type, smaller)
        if len(fit.data) > _LARGEST[theirs]:
            raise UnfitError
        name = content.name if theirs == "file" else named(kind, fit.data)[0]
        try:
            return await upload(self._ask, theirs, name, fit.data)
        except WecomError as error:
            if isinstance(error, RefusedError) and error.code == BAD_KIND:
                raise UnfitError from None
            raise NotNowError(type(error).__name__) from None


async def _as_voice(content: Content) -> Content:
    """WeCom takes AMR alone. Raises UnfitError for what cannot be heard."""
    if format_of(content.data) is AMR:
        return content
    try:
        recording = await to_amr(content.data)
    except NotVoiceError:
        raise UnfitError from None
    return Content("voice.amr", AMR.mime_type, recording.data)
