"""A week's menu: the sheet that is sent out and comes back filled in, and 照上周."""

from datetime import date, timedelta

from aiogram import F, Router
from aiogram.filters import Filter, StateFilter
from aiogram.types import Message

from handlers.common.filters import RepliesTo
from handlers.common.i18n import _
from handlers.common.in_private import acts_for_last
from handlers.common.labels import meal_name
from handlers.common.questions import Ask, Option
from handlers.common.saying import Document, File, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc, listed
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_of
from handlers.meals.staff.menus import Chosen, menu, this_monday, to_menu
from handlers.meals.words import day_words
from services.meals import menu_sheets, weeks
from services.meals.weeks import WEEK, Repeated
from services.tickets import Member
from storage.importing import ImportRefused
from storage.reading import LARGEST_SENT, Book, is_old_sheet, is_sheet
from storage.tables import Canteen, Purpose

in_private = Router(name="menus, in private")

SHEET = "menu sheet"
"""What the template is about, before the canteen's id."""
TOLD = 15
"""Problems told at once; more are not read."""
PROBLEM = 200
MISSING = 10


@menu.aside("what")
async def template(talk: Talk, chosen: Chosen) -> Ask:
    return Ask(_("要哪一周的表格？"), _weeks(talk))


@menu.aside("what")
async def repeat(talk: Talk, chosen: Chosen) -> Ask:
    return Ask(_("给哪一周照着前一周放菜单？已经有菜单的不会动。"), _weeks(talk))


def _weeks(talk: Talk) -> list[Option]:
    """The next week and this one; their values are how many weeks ahead they are."""
    monday = this_monday(talk)
    return [
        Option("1", _week(_("下周"), monday + WEEK)),
        Option("0", _week(_("本周"), monday)),
    ]


def _week(name: str, monday: date) -> str:
    return _("{week}（{first}–{last}）").format(
        week=name,
        first=day_words(monday),
        last=day_words(monday + timedelta(days=6)),
    )


@template.choice()
async def send_template(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    canteen, monday = await canteen_of(talk), this_monday(talk) + WEEK * int(choice)
    await talk.leave()
    content = await menu_sheets.template(
        talk.session, canteen.id, monday, now=talk.now, zone=talk.config.zone
    )
    return Document(
        File(_("菜单_{monday}.xlsx").format(monday=monday), content),
        _(
            "一行一个套餐，已经放好的菜单在里面。没填的填“菜品”（用顿号隔开）和“价格（元）”，"
            "别的可以不填；不供的套餐整行空着，不够就加行。填好存盘，<b>{how}</b>把表格发回来。"
        ).format(how=_("回复这条消息") if talk.files_arrive else _("在和我的私聊里")),
        about=f"{SHEET}:{canteen.id}",
    )


@repeat.choice()
async def as_the_week_before(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    canteen, monday = await canteen_of(talk), this_monday(talk) + WEEK * int(choice)
    repeated = await weeks.repeat_week(
        talk.session, canteen.id, monday, talk.member, now=talk.now, zone=talk.config.zone
    )
    return await to_menu(talk, _repeated(repeated))


def _repeated(repeated: Repeated) -> str:
    added = repeated.put_in.added
    if not added and not repeated.without:
        return _("这一周能订的都有菜单了，没有动。")
    lines = [_("✅ 照前一周放好了 {count} 餐。").format(count=added)] if added else []
    if repeated.without:
        missing = [
            _("{day}{meal}").format(day=day_words(day), meal=meal_name(meal))
            for day, meal in repeated.without[:MISSING]
        ]
        lines.append(_("没有可以照的：{meals}。请发表格。").format(meals=listed(missing)))
    return "\n".join(lines)


class BringsSheet(Filter):
    """A file for the menu: a reply to the template, or a sheet that answers nothing else."""

    async def __call__(self, message: Message, talk: Talk) -> bool:
        if message.document is None:
            return False
        if message.reply_to_message is None:
            return is_sheet(message.document.file_name)
        return bool(await RepliesTo(SHEET)(message, talk))


class BringsSheetInPrivate(Filter):
    """In private, somebody of a canteen sends a sheet; other files are not meant for it."""

    async def __call__(self, message: Message, talk: Talk) -> dict[str, Canteen | Member] | bool:
        name = message.document.file_name if message.document else None
        if not is_sheet(name) and not is_old_sheet(name):
            return False
        if not await acts_for_last(talk, Purpose.CANTEEN):
            return False
        return {"canteen": await canteen_of(talk), "member": talk.member}


@in_private.message(StateFilter(None), BringsSheetInPrivate())
@menu.message(BringsSheet(), IN_CANTEEN)
async def brought(
    message: Message,
    talk: Talk,
    canteen: Canteen,
    member: Member,
    fetched: Book | ImportRefused | None,
) -> Reply:
    wrong = _not_read(message)
    if not wrong and fetched is None:
        wrong = _("表格没有下载下来，多半是网络不好。请再发一次。")
    if wrong or fetched is None:
        return _once_more(talk, canteen, wrong)
    try:
        if isinstance(fetched, ImportRefused):
            raise fetched
        if not menu_sheets.is_menu(fetched):
            return _once_more(
                talk,
                canteen,
                _(
                    "这张表格不是菜单，我没有动它。要放菜单：发 /menu，点“📄 发菜单表格”，"
                    "填好发回来。"
                ),
            )
        done = await menu_sheets.put_in(
            talk.session, canteen.id, fetched, member, now=talk.now, zone=talk.config.zone
        )
    except ImportRefused as refused:
        return _once_more(talk, canteen, _problems(refused, is_private=not talk.chat.is_group))
    text = _("✅ 菜单放好了：新放 {added} 餐，换了 {changed} 餐，没有变的 {unchanged} 餐。").format(
        added=done.added, changed=done.changed, unchanged=done.unchanged
    )
    return await to_menu(talk, text) if talk.chat.is_group else talk.say(text)


def _not_read(message: Message) -> str:
    """Why the file is not even fetched; empty where it is."""
    document = message.document
    assert document is not None
    if is_old_sheet(document.file_name):
        return _("这种表格我读不了。请用“另存为”，选 .xlsx，再发一次。")
    if not is_sheet(document.file_name):
        return _("这不是表格。请发 Excel（.xlsx）或者 CSV 文件。")
    if (document.file_size or 0) > LARGEST_SENT:
        return _("文件太大了。请只留菜单那一张表，去掉图片，再发一次。")
    return ""


def _once_more(talk: Talk, canteen: Canteen, text: str) -> Say:
    """`text` (HTML), to which the sheet can be sent in reply."""
    return talk.say(text, about=f"{SHEET}:{canteen.id}")


def _problems(refused: ImportRefused, *, is_private: bool) -> str:
    lines = [esc(cut(str(problem), PROBLEM)) for problem in refused.problems[:TOLD]]
    if len(refused.problems) > TOLD:
        more = len(refused.problems) - TOLD
        lines.append(_("……还有 {count} 处").format(count=more))
    head = _("❌ 表格有 {count} 处要改，菜单一样都没有动：").format(count=len(refused.problems))
    foot = (
        _("改好以后，把整张表再发一次。")
        if is_private
        else _("改好以后，回复这条消息把整张表再发一次。")
    )
    return "\n".join([head, *lines, "", foot])


@menu.edited_message(F.document, IN_CANTEEN)
async def edited(message: Message, talk: Talk) -> Reply:
    if message.document is None or not is_sheet(message.document.file_name):
        return None
    text = _("换过的表格我没有读，原来收下的照旧。要换，请把新表格重新发一次。")
    return talk.say(text, card=f"edited:{message.message_id}")
