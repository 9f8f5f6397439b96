"""The list in the office's group: who has to be told what, and the tap that says it is done."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from handlers.common.choices import on_press
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.refusals import in_words
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from services.untold import items
from services.untold.items import EndedAlready
from storage.tables import Purpose, Untold

router = Router(name="untold card")

LISTED = 8
"""The others move up as these are told."""
SHOWN = 80
"""Characters of what they were to read."""
TOLD_LISTED = 5
People = Mapping[int, tuple[str, str]]
"""Name and home by a person's id, as staff may see them."""


class OnTold(CallbackData, prefix="untold"):
    """Somebody of the staff has told it."""

    untold: RowId


def key(area_id: int) -> str:
    return f"untold:{area_id}"


def look(waiting: Sequence[Untold], told: Sequence[Untold], people: People, zone: ZoneInfo) -> str:
    """HTML."""
    lines = _head(len(waiting))
    for number, item in enumerate(waiting[:LISTED], start=1):
        lines += ["", *_item(number, item, people, zone)]
    if len(waiting) > LISTED:
        more = len(waiting) - LISTED
        lines += ["", _("后面还有 {count} 件，告诉一件就补上一件。").format(count=more)]
    if told:
        lines += ["", _("今天已经告诉的：")]
        lines += [_was_told(item, people, zone) for item in told[-TOLD_LISTED:]]
    return "\n".join(lines)


def _head(count: int) -> list[str]:
    if not count:
        return [_("📞 没告诉到的：一件也没有了。")]
    return [
        _("📞 <b>没告诉到的，{count} 件</b>").format(count=count),
        _("消息没能送到他们手机上。请打电话或上门告诉本人，再点“已告知”。"),
    ]


def _item(number: int, item: Untold, people: People, zone: ZoneInfo) -> list[str]:
    name, home = people[item.person_id]
    who = " · ".join(filter(None, (f"{number}. <b>{esc(name)}</b>", esc(home))))
    text = (
        f"“{esc(cut(item.text, SHOWN))}”"
        if item.text
        else _("（内容只给本人看，请本人回复任意一个字来看）")
    )
    return [who, text, _("{when}起没送到").format(when=when(item.since, zone))]


def _was_told(item: Untold, people: People, zone: ZoneInfo) -> str:
    assert item.ended_at is not None
    return _("✓ {name}（{by}，{at}）").format(
        name=esc(people[item.person_id][0]),
        by=esc(item.told_by_name),
        at=when(item.ended_at, zone),
    )


def keyboard(waiting: Sequence[Untold]) -> Buttons | None:
    buttons = [
        Button(_("第 {n} 件已告知").format(n=number), OnTold(untold=item.id).pack())
        for number, item in enumerate(waiting[:LISTED], start=1)
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return Buttons(rows) if rows else None


@on_press(router, OnTold, InGroupFor(Purpose.STAFF))
async def pressed(talk: Talk, data: OnTold) -> Reply:
    await items.told(talk.session, data.untold, talk.member, now=talk.now)
    return talk.toast(_("记下了：已经告诉本人。"))


@in_words.says(EndedAlready)
def ended_already(refusal: EndedAlready, zone: ZoneInfo) -> str:
    if refusal.by_name is None:
        return _("本人已经看到消息了，不用再告诉。")
    return _("{name} 已经告诉本人了。").format(name=esc(refusal.by_name))
