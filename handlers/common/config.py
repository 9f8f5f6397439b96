"""What conversations need to know of the settings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.id_gaps import IdGaps
from services.people import named_chats
from services.tickets.understanding import Clear
from storage.tables import Channel, Chat, Handle, Purpose

if TYPE_CHECKING:
    from handlers.common.subject import Way


@dataclass(frozen=True, slots=True)
class Config:
    zone: ZoneInfo
    """The community's time zone, for everything people read."""
    follow_up_after: timedelta
    """How long after 办结 people are asked whether it helped."""
    admin_ids: frozenset[int]
    """Who may bind groups, by Telegram's numbers."""
    public_url: str
    """Where people reach the web server, as it stands in certificates; no slash at its end."""
    suggest: Callable[[str, int], Sequence[int]]
    """(what was written, how many) → ids of the likeliest categories, best first."""
    clear: Clear
    ways: "Mapping[str, Way]" = field(default_factory=dict)
    """What people come for, of every subject, by name."""
    group_commands: Callable[[Purpose], Sequence[tuple[str, str]]] = lambda _purpose: ()
    """Names of the commands in groups for a purpose, and what they do, marked for translation."""
    wecom_admins: frozenset[str] = frozenset()
    """The same as `admin_ids` by WeCom's userids."""
    scanned_by_wechat: bool = False
    """Whether an official account can make codes that lead to us."""
    gaps: IdGaps = field(default_factory=IdGaps)
    """Ids of what was lost when a backup was restored."""

    async def is_admin(self, session: AsyncSession, somebody: Handle) -> bool:
        match somebody.channel.messenger:
            case Channel.TELEGRAM.messenger:
                return somebody.external_id in map(str, self.admin_ids)
            case Channel.WECOM.messenger:
                own = Chat(somebody.channel, int(somebody.external_id))
                return await named_chats.name_of(session, own) in self.wecom_admins
        return False

    async def admins(self, session: AsyncSession) -> list[Chat]:
        """Where they are written to: a private chat has its person's number."""
        on_telegram = [Chat(Channel.TELEGRAM, number) for number in sorted(self.admin_ids)]
        if not self.wecom_admins:
            return on_telegram
        return [
            *on_telegram,
            *await named_chats.named(session, Channel.WECOM, self.wecom_admins),
        ]
