"""Files and places from people's phones."""

from collections.abc import Sequence
from typing import Any

from telegram import Contact, Location, Message, Venue
from telegram.constants import MediaGroupLimit, MessageLimit

from bot.sandbox.attachments import attachment, new_media_group_id
from bot.sandbox.entities import formatted
from bot.sandbox.errors import PhoneError
from bot.sandbox.files import FileKind, Upload
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.people import People

SAMPLE_PHOTO = Upload(SAMPLE_PNG, "photo.png", "image/png")
SAMPLE_VOICE = Upload(b"OggS", "voice.ogg", "audio/ogg")
SAMPLE_VIDEO = Upload(b"ftyp", "video.mp4", "video/mp4")


class Sharing(People):
    """What people send besides words."""

    def send_photo(
        self, user_id: int, chat_id: int, photo: Upload = SAMPLE_PHOTO, **options: Any
    ) -> Message:
        """Options of this and the next four: caption, reply_to, duration (seconds)."""
        return self.send_file(user_id, chat_id, "photo", photo, **options)

    def send_document(
        self, user_id: int, chat_id: int, document: Upload, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "document", document, **options)

    def send_voice(
        self, user_id: int, chat_id: int, voice: Upload = SAMPLE_VOICE, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "voice", voice, **options)

    def send_video(
        self, user_id: int, chat_id: int, video: Upload = SAMPLE_VIDEO, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "video", video, **options)

    def send_sticker(
        self, user_id: int, chat_id: int, sticker: Upload = SAMPLE_PHOTO, **options: Any
    ) -> Message:
        return self.send_file(user_id, chat_id, "sticker", sticker, **options)

    def send_file(
        self,
        user_id: int,
        chat_id: int,
        kind: FileKind,
        upload: Upload,
        *,
        caption: str | None = None,
        reply_to: int | None = None,
        duration: int = 0,
        media_group_id: str | None = None,
    ) -> Message:
        room = self.writable(user_id, chat_id)
        spoken = formatted(caption or "")
        if len(spoken.text) > MessageLimit.CAPTION_LENGTH:
            raise PhoneError(f"A caption has at most {MessageLimit.CAPTION_LENGTH} characters.")
        return self.post(
            room,
            self.user(user_id),
            **attachment(self.files, self.files.add(kind, upload), duration),
            caption=spoken.text or None,
            caption_entities=spoken.entities,
            reply_to_message=self.replied(room, reply_to),
            media_group_id=media_group_id,
        )

    def send_album(
        self,
        user_id: int,
        chat_id: int,
        files: Sequence[Upload],
        caption: str | None = None,
        *,
        kind: FileKind = "photo",
        captioned: int = 0,
        reply_to: int | None = None,
    ) -> list[Message]:
        """One media_group_id, a message and an update each; the caption stands at `captioned`.

        Videos among photos are sent as videos. More than ten go as several albums, as clients do.
        """
        if len(files) < MediaGroupLimit.MIN_MEDIA_LENGTH:
            raise PhoneError("An album has at least two files.")
        messages: list[Message] = []
        for number, upload in enumerate(files):
            if number % MediaGroupLimit.MAX_MEDIA_LENGTH == 0:
                group = new_media_group_id()
            message = self.send_file(
                user_id,
                chat_id,
                "video" if kind == "photo" and _is_video(upload) else kind,
                upload,
                caption=caption if number == captioned else None,
                reply_to=reply_to,
                media_group_id=group,
            )
            messages.append(message)
        return messages

    def send_location(
        self,
        user_id: int,
        chat_id: int,
        latitude: float,
        longitude: float,
        *,
        reply_to: int | None = None,
    ) -> Message:
        """Degrees, WGS-84."""
        room = self.writable(user_id, chat_id)
        return self.post(
            room,
            self.user(user_id),
            location=_location(latitude, longitude),
            reply_to_message=self.replied(room, reply_to),
        )

    def send_venue(
        self,
        user_id: int,
        chat_id: int,
        latitude: float,
        longitude: float,
        title: str,
        address: str,
    ) -> Message:
        """A named place; such a message has both `venue` and `location`."""
        location = _location(latitude, longitude)
        return self.post(
            self.writable(user_id, chat_id),
            self.user(user_id),
            location=location,
            venue=Venue(location, title, address),
        )

    def send_contact(
        self,
        user_id: int,
        chat_id: int,
        phone_number: str = "+8613800000000",
        first_name: str | None = None,
        contact_user_id: int | None = None,
    ) -> Message:
        """One's own number unless another name is given; Contact.user_id tells which it is."""
        own = self.user(user_id)
        contact = Contact(
            phone_number,
            first_name or own.first_name,
            user_id=contact_user_id if first_name else user_id,
        )
        return self.post(self.writable(user_id, chat_id), own, contact=contact)


def _is_video(upload: Upload) -> bool:
    return (upload.mime_type or "").startswith("video/")


def _location(latitude: float, longitude: float) -> Location:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise PhoneError("There is no such place on Earth.")
    return Location(longitude, latitude)
