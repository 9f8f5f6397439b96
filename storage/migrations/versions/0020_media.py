"""Give files ids of our own; what Telegram calls them stands apart."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = ("photo", "video", "video_note", "voice", "audio", "document")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")

Rename = Callable[[str, str, datetime], str]
"""Of a file: its kind, what it is called so far, and when it came."""

media = sa.table("media", sa.column("id"), sa.column("kind"), sa.column("created_at", MOMENT))
copies = sa.table(
    "media_copies", sa.column("media_id"), sa.column("channel"), sa.column("external_id")
)
files = sa.table(
    "ticket_media",
    *map(sa.column, ("id", "ticket_id", "event_id", "kind", "file_id", "media_id")),
)
tickets = sa.table("tickets", sa.column("id"), sa.column("filed_at", MOMENT))
events = sa.table("ticket_events", sa.column("id"), sa.column("at", MOMENT))
conversations = sa.table(
    "conversations",
    sa.column("chat_id"),
    sa.column("person_id"),
    sa.column("data", JSON),
    sa.column("updated_at", MOMENT),
)


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_created_at"), "media", ["created_at"])
    op.create_table(
        "media_copies",
        sa.Column("media_id", sa.String(length=22), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], op.f("fk_media_copies_media_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("media_id", "channel", name=op.f("pk_media_copies")),
    )
    op.add_column("ticket_media", sa.Column("media_id", sa.String(length=22)))
    _name_files_of_tickets()
    _rename_in_drafts(_take_in)
    with op.batch_alter_table("ticket_media", schema=None) as batch_op:
        batch_op.alter_column("media_id", nullable=False)
        batch_op.drop_constraint(op.f("ck_ticket_media_mediakind"), type_="check")
        batch_op.drop_column("kind")
        batch_op.drop_column("file_id")
        batch_op.create_foreign_key(op.f("fk_ticket_media_media_id"), "media", ["media_id"], ["id"])
        batch_op.create_index(op.f("ix_ticket_media_media_id"), ["media_id"])


def downgrade() -> None:
    op.add_column("ticket_media", sa.Column("kind", sa.String(length=20)))
    op.add_column("ticket_media", sa.Column("file_id", sa.String(length=255)))
    connection = op.get_bind()
    called: dict[str, str] = {}
    known = sa.select(media.c.id, media.c.kind, copies.c.external_id)
    rows = connection.execute(known.where(copies.c.media_id == media.c.id)).all()
    for media_id, kind, external_id in rows:
        called[media_id] = external_id
        of_it = files.update().where(files.c.media_id == media_id)
        connection.execute(of_it.values(kind=kind, file_id=external_id))
    _rename_in_drafts(lambda _kind, media_id, _at: called.get(media_id, media_id))
    with op.batch_alter_table("ticket_media", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_ticket_media_media_id"))
        batch_op.drop_constraint(op.f("fk_ticket_media_media_id"), type_="foreignkey")
        batch_op.drop_column("media_id")
        batch_op.alter_column("kind", type_=_kind(), nullable=False)
        batch_op.alter_column("file_id", nullable=False)
    op.drop_table("media_copies")
    op.drop_table("media")


def _kind() -> sa.Enum:
    return sa.Enum(*KINDS, name="mediakind", native_enum=False, create_constraint=True, length=20)


def _take_in(kind: str, file_id: str, came_at: datetime) -> str:
    """The new id of a file of Telegram's."""
    media_id = f"media:{secrets.token_urlsafe(12)}"
    connection = op.get_bind()
    connection.execute(media.insert().values(id=media_id, kind=kind, created_at=came_at))
    named = {"media_id": media_id, "channel": "telegram", "external_id": file_id}
    connection.execute(copies.insert().values(named))
    return media_id


def _name_files_of_tickets() -> None:
    came_at = sa.func.coalesce(events.c.at, tickets.c.filed_at)
    found = (
        sa.select(files.c.id, files.c.kind, files.c.file_id, came_at.label("came_at"))
        .join_from(files, tickets, tickets.c.id == files.c.ticket_id)
        .outerjoin(events, events.c.id == files.c.event_id)
    )
    connection = op.get_bind()
    for row in connection.execute(found).all():
        media_id = _take_in(row.kind, row.file_id, row.came_at)
        named = files.update().where(files.c.id == row.id).values(media_id=media_id)
        connection.execute(named)


def _rename_in_drafts(rename: Rename) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(conversations)).all():
        held = list(_files_in(row.data))
        for file in held:
            file[1] = rename(file[0], file[1], row.updated_at)
        if held:
            theirs = conversations.update().where(
                conversations.c.chat_id == row.chat_id, conversations.c.person_id == row.person_id
            )
            connection.execute(theirs.values(data=row.data))


def _files_in(data: dict[str, Any]) -> Iterator[list[str]]:
    """Kind and name of each: of a draft, of what was said in an idle chat, of waiting pictures."""
    yield from data.get("draft", {}).get("files", ())
    for _words, sent in data.get("said so far", ()):
        yield from sent
    _prompt, waiting = data.get("pictures", ("", ()))
    yield from waiting
