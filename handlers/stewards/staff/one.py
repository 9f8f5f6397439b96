"""One steward as the office sees them: their link, their telephone, the end of their role."""

import asyncio
from datetime import date

from aiogram import Bot
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.in_private import ForGroup
from handlers.common.labels import role_name
from handlers.common.questions import Ask, Option
from handlers.common.saying import File, Picture
from handlers.common.scan_codes import ScanCode
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.stewards.joining import LINK
from handlers.stewards.refusals import in_words
from handlers.stewards.staff.draft import Tree
from handlers.stewards.staff.tree import NO_PHONE, a_day, a_telephone, tree
from handlers.stewards.words import described, is_shown
from services.errors import Refusal
from services.stewards import office
from services.stewards.office import LINK_FOR
from storage.deep_links import to_bot
from storage.tables import Steward

SEND_LINK, PHONE, PAPER, HIDE, END = "link", "phone", "paper", "hide", "end"
YES, NO = "yes", "no"
CODE = "steward"
"""How a link's code is drawn, see `Subject.codes`."""


@tree.aside("place")
async def one(talk: Talk, draft: Tree) -> Ask:
    steward = await office.for_office(talk.session, draft.steward_id or 0, talk.member)
    options = [Option(SEND_LINK, _("🔗 给本人的链接")), Option(PHONE, _("改电话"))]
    if steward.phone:
        options.append(
            Option(HIDE, _("电话不给居民看"))
            if is_shown(steward)
            else Option(PAPER, _("电话给居民看（有签字）"))
        )
    options.append(Option(END, _("不做了")))
    joined = _("本人已经打开过链接。") if steward.person_id else _("本人还没有打开过链接。")
    return Ask(f"{await described(talk.session, steward)}\n{joined}", options, columns=2)


@on_choice(tree, tree.state("one"), SEND_LINK, guard=ForGroup(office.PURPOSE))
async def link(event: Message | CallbackQuery, talk: Talk, bot: Bot) -> Reply:
    """To be passed on, or shown on the screen; the one made before is worthless then."""
    draft = Tree.of(talk)
    try:
        steward = await office.for_office(talk.session, draft.steward_id or 0, talk.member)
        code = await office.make_link(
            talk.session, steward.id, talk.member, now=talk.now, today=talk.today
        )
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    username = (await bot.me()).username
    told, until = LINK + code, when(talk.now + LINK_FOR, talk.config.zone)
    pictures = [] if username is None else [await _to_open(steward, to_bot(username, told), until)]
    if talk.config.scanned_by_wechat:
        pictures.append(_to_scan(steward, told, until))
    said = "" if pictures else _to_write(steward, told, until)
    return [*pictures, *every(await tree.ask(talk, draft, "one", said))]


async def _to_open(steward: Steward, link: str, until: str) -> Picture:
    from handlers.stewards.staff import link_picture

    caption = _(
        "请把这个链接发给{name}本人，或者让本人扫码。只能用一次，{until} 前有效。\n{link}"
    ).format(name=esc(steward.name), until=until, link=link)
    words = {"title": _title(steward), "how": _("请本人用手机扫一扫，只能用一次")}
    return Picture(
        File("link.jpg", await asyncio.to_thread(link_picture.draw, words, link)), caption
    )


def _to_scan(steward: Steward, told: str, until: str) -> Picture:
    """By who is on WeChat; where that makes no code, the words alone are enough."""
    words = {"title": _title(steward), "how": _("请本人用微信扫一扫，只能用一次")}
    return Picture(ScanCode(told, LINK_FOR, CODE, words), _to_write(steward, told, until))


def _to_write(steward: Steward, told: str, until: str) -> str:
    """What a link would say to us is written. HTML."""
    text = _("请让{name}本人给我们发这一句，只能用一次，{until} 前有效：\n{words}")
    words = f"<code>/start {told}</code>"  # as it is: signs of the code may be markup
    return text.format(name=esc(steward.name), until=until, words=words)


def _title(steward: Steward) -> str:
    return f"{role_name(steward.role)} {steward.name}"


@one.choice(PHONE, PAPER, END)
async def about(talk: Talk, draft: Tree, choice: str) -> Reply:
    steps = {PHONE: "new_phone", PAPER: "paper_day", END: "ending"}
    return await tree.ask(talk, draft, steps[choice])


@one.choice(HIDE)
async def hide(talk: Talk, draft: Tree, choice: str) -> Reply:
    steward_id = draft.steward_id or 0
    await office.hide_phone(talk.session, steward_id, talk.member, today=talk.today)
    return await tree.ask(talk, draft, "one", _("好的，居民看不到这个电话了。"))


@tree.aside("one", a_telephone)
async def new_phone(talk: Talk, draft: Tree) -> Ask:
    text = _("新的电话号码是多少？改了以后，要本人同意才给居民看。")
    return Ask(text, [Option(NO_PHONE, _("没有电话了，删掉"))])


@new_phone.choice(NO_PHONE)
async def removed(talk: Talk, draft: Tree, choice: str) -> Reply:
    steward_id = draft.steward_id or 0
    await office.change_phone(talk.session, steward_id, talk.member, None, today=talk.today)
    return await tree.ask(talk, draft, "one", _("电话删掉了。"))


@new_phone.taken
async def changed(talk: Talk, draft: Tree, number: str) -> Reply:
    steward_id = draft.steward_id or 0
    await office.change_phone(talk.session, steward_id, talk.member, number, today=talk.today)
    return await tree.ask(talk, draft, "one", _("电话改好了。"))


@tree.aside("one", a_day)
async def paper_day(talk: Talk, draft: Tree) -> Ask:
    return Ask(_("纸上签的是哪一天？比如“11月20日”。"))


@paper_day.taken
async def signed(talk: Talk, draft: Tree, day: date) -> Reply:
    steward_id = draft.steward_id or 0
    await office.signed(talk.session, steward_id, talk.member, day, today=talk.today)
    return await tree.ask(talk, draft, "one", _("好的，居民看得到这个电话了。"))


@tree.aside("one")
async def ending(talk: Talk, draft: Tree) -> Ask:
    steward = await office.for_office(talk.session, draft.steward_id or 0, talk.member)
    text = _("{role} {name} 从今天起不做了吗？").format(
        role=role_name(steward.role), name=esc(steward.name)
    )
    return Ask(text, [Option(YES, _("不做了")), Option(NO, _("还在做"))], columns=2, back=False)


@ending.choice()
async def ended(talk: Talk, draft: Tree, choice: str) -> Reply:
    if choice == NO:
        return await tree.ask(talk, draft, "one")
    steward = await office.end(talk.session, draft.steward_id or 0, talk.member, today=talk.today)
    said = _("记下了：{name} 今天起不做了。").format(name=esc(steward.name))
    return await tree.ask(talk, Tree(steward.area_id), "place", said)


office_tree = tree
"""Whole, with the steps of this file: handed in from here."""
