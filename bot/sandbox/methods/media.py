"""Photos, documents, voice, video, stickers; downloading."""

from typing import TYPE_CHECKING, Any

from telegram import File

from bot.sandbox import limits
from bot.sandbox.attachments import attachment
from bot.sandbox.errors import PhoneError, bad_request
from bot.sandbox.files import FileKind, StoredFile
from bot.sandbox.methods.sending import caption_of, deliver
from bot.sandbox.methods.targets import open_room
from bot.sandbox.objects import as_json
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World


def send_photo(world: "World", p: Params) -> Any:
    return _send(world, p, "photo")


def send_document(world: "World", p: Params) -> Any:
    return _send(world, p, "document")


def send_voice(world: "World", p: Params) -> Any:
    return _send(world, p, "voice")


def send_video(world: "World", p: Params) -> Any:
    return _send(world, p, "video")


def send_sticker(world: "World", p: Params) -> Any:
    return _send(world, p, "sticker")


def get_file(world: "World", p: Params) -> Any:
    """file_path is for /file/bot{token}/{file_path}; files above 20 MB cannot be downloaded."""
    stored = world.files.by_id.get(p.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > limits.DOWNLOAD:
        raise bad_request("file is too big")
    return File(stored.file_id, stored.unique_id, stored.size, stored.path).to_dict()


def attached(world: "World", p: Params, kind: FileKind, reference: str) -> dict[str, Any]:
    """Message's field for a file given as attach://name, a file_id, or an address.

    Addresses are never fetched: the sandbox has no network. Raises BotApiError 400 or 413.
    """
    try:
        stored = _stored(world, p, kind, reference)
        return attachment(world.files, stored, p.integer("duration"))
    except PhoneError:
        raise bad_request("IMAGE_PROCESS_FAILED") from None


def _send(world: "World", p: Params, kind: FileKind) -> Any:
    room = open_room(world, p)
    caption = caption_of(p) if kind != "sticker" else {}
    reference = f"attach://{kind}" if kind in p.files else p.text(kind)
    fields = attached(world, p, kind, reference)
    return as_json(deliver(world, room, p, **fields, **caption))


def _stored(world: "World", p: Params, kind: FileKind, reference: str) -> StoredFile:
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if upload := p.attached(reference):
        limits.check_upload(len(upload.data), photo=kind == "photo")
        return world.files.add(kind, upload)
    if reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.by_id.get(reference)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored
