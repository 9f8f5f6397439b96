"""Files out of a multipart form."""

from aiohttp import web

from bot.sandbox.files import Upload


def read_upload(field: web.FileField) -> Upload:
    """The whole file; what aiohttp kept it in is closed."""
    with field.file as file:
        return Upload(file.read(), field.filename, field.content_type)
