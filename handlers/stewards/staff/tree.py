"""/stewards: the office goes down the tree, sees who is there, and gives somebody a role."""

from datetime import date

from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.in_private import ForGroup, begins, private_form
from handlers.common.labels import role_name
from handlers.common.questions import BACK, Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.stewards.staff.draft import Tree
from services import areas
from services.areas_in_words import meant
from services.stewards import office, reading
from services.stewards.office import NAME_LIMIT, PHONE_LIMIT
from services.written import days
from services.written.telephones import telephone
from storage.tables import Area, Role, Steward

ADD, NO_PHONE, HIDDEN, PAPER, SEND = "add", "no phone", "hidden", "paper", "send"
DOWN, AT = "down:", "at:"
"""Before the id of an area, and of a steward."""
FURTHER = "further"
AT_ONCE = 40
"""People, and areas below, on one page: a message has a hundred buttons at the most, and a compound
may have more buildings."""
LABEL = 24
"""Characters of a name on a button."""

tree = private_form(Tree, "Stewards", office.PURPOSE)


@begins(tree, "stewards", office.PURPOSE)
async def begin(talk: Talk, words: str) -> Reply:
    """At the area of the group; a place named behind the command leads straight there."""
    top = await areas.of_group(talk.session, talk.group)
    found = await meant(talk.session, words, top) if words else []
    inside = [each for each in found if top.id in each.lineage]
    return await tree.ask(talk, Tree((inside or [top])[0].id), "place")


def where_in_words(said: str, talk: Talk) -> str:
    return talk.line


@tree.step(where_in_words, part="adding")
async def place(talk: Talk, draft: Tree) -> Ask:
    area = await _at(talk, draft)
    here = await reading.at(talk.session, area, talk.today)
    below = await areas.children(talk.session, area.id)
    lines = [_("👥 <b>{place}</b>").format(place=esc(await areas.title(talk.session, area)))]
    pages = max(1, -(-max(len(here), len(below)) // AT_ONCE))
    first = draft.page % pages * AT_ONCE
    here_now, below_now = here[first : first + AT_ONCE], below[first : first + AT_ONCE]
    lines += [_line(each) for each in here_now]
    if not here:
        lines.append(_("这里还没有登记人。"))
    lines += ["", _("点一个人看看、改改，点下面的地方往下走；也可以写“军门新村3号楼”。")]
    options = [
        *(Option(f"{AT}{each.id}", _label(each)) for each in here_now),
        Option(ADD, _("➕ 加一位")),
        *(Option(f"{DOWN}{each.id}", each.name) for each in below_now),
    ]
    if pages > 1:
        page = draft.page % pages + 1
        lines.append(_("第 {page} 页，一共 {pages} 页").format(page=page, pages=pages))
        options.append(Option(FURTHER, _("👉 再看下面的")))
    return Ask("\n".join(lines), options, columns=2)


@place.taken
async def named(talk: Talk, draft: Tree, said: str) -> Reply:
    """Only what lies in the area of the group."""
    top = await areas.of_group(talk.session, talk.group)
    found = [
        each
        for each in await meant(talk.session, said, await _at(talk, draft))
        if top.id in each.lineage
    ]
    if not found:
        return await talk.repeat(_("没有找到这个地方。写小区名或者楼号试试，比如“军门新村3号楼”。"))
    return await tree.ask(talk, Tree(found[0].id), "place")


@place.choice()
async def into(talk: Talk, draft: Tree, choice: str) -> Reply:
    kind, _colon, number = choice.partition(":")
    if f"{kind}:" == DOWN:
        return await tree.ask(talk, Tree(int(number)), "place")
    draft.steward_id = int(number)
    return await tree.ask(talk, draft, "one")


@place.choice(FURTHER)
async def further(talk: Talk, draft: Tree, choice: str) -> Reply:
    """The first page comes after the last."""
    draft.page += 1
    return await tree.ask(talk, draft, "place")


@place.choice(ADD)
async def add(talk: Talk, draft: Tree, choice: str) -> Reply:
    draft.adding = True
    return None


@on_choice(tree, tree.state("place"), BACK, guard=ForGroup(office.PURPOSE))
async def up(event: Message | CallbackQuery, talk: Talk) -> Reply:
    """To the area above, and from that of the group out."""
    draft = Tree.of(talk)
    top = await areas.of_group(talk.session, talk.group)
    area = await _at(talk, draft)
    if area.id == top.id or area.parent_id is None:
        Tree.discard(talk)
        return await menu.home(talk, _("好的。要改的时候再发 /stewards。"))
    return await tree.ask(talk, Tree(area.parent_id), "place")


@tree.step()
async def role(talk: Talk, draft: Tree) -> Ask:
    text = _("在<b>{place}</b>做什么？").format(
        place=esc(await areas.title_of(talk.session, draft.area_id))
    )
    return Ask(text, [Option(each.value, role_name(each)) for each in Role], columns=2)


@tree.step(a_line(NAME_LIMIT))
async def name(talk: Talk, draft: Tree) -> Ask:
    return Ask(_("居民怎么称呼这一位？比如“林阿姨”。"))


def a_telephone(said: str, talk: Talk) -> str:
    """Raises NotATelephone, TooLong."""
    return telephone(said, limit=PHONE_LIMIT)


@tree.step(a_telephone)
async def phone(talk: Talk, draft: Tree) -> Ask:
    return Ask(_("电话号码是多少？"), [Option(NO_PHONE, _("没有，或者不登记"))])


@phone.choice(NO_PHONE)
async def no_phone(talk: Talk, draft: Tree, choice: str) -> Reply:
    draft.phone, draft.shown = "", False
    return None


@tree.step(when=lambda _talk, draft: bool(draft.phone))
async def shown(talk: Talk, draft: Tree) -> Ask:
    options = [
        Option(HIDDEN, _("先不给，等本人自己定")),
        Option(PAPER, _("给，有本人签字的纸")),
    ]
    return Ask(_("电话给居民看吗？要本人同意。"), options)


@shown.choice()
async def agreed(talk: Talk, draft: Tree, choice: str) -> Reply:
    draft.shown = choice == PAPER
    return None


def a_day(said: str, talk: Talk) -> date:
    """Raises as `days.day`."""
    return days.day(said, talk.today)


@tree.step(a_day, when=lambda _talk, draft: bool(draft.shown))
async def signed_on(talk: Talk, draft: Tree) -> Ask:
    return Ask(_("纸上签的是哪一天？比如“11月20日”。"))


@tree.step(part="sent")
async def sure(talk: Talk, draft: Tree) -> Ask:
    new = draft.new
    lines = [
        _("请看一下对不对："),
        f"{role_name(new.role)} {esc(new.name)}",
        esc(await areas.title_of(talk.session, new.area_id)),
        _("电话：{phone}").format(phone=esc(new.phone) or _("没有登记")),
    ]
    if new.signed_on is not None:
        lines.append(_("电话给居民看，{day} 签的字").format(day=new.signed_on.isoformat()))
    return Ask("\n".join(lines), [Option(SEND, _("✅ 登记"))])


@sure.choice(SEND)
async def send(talk: Talk, draft: Tree, choice: str) -> Reply:
    steward = await office.appoint(talk.session, draft.new, talk.member, today=talk.today)
    done = Tree(steward.area_id)
    done.steward_id = steward.id
    before = _("登记好了。发一个链接给本人，打开以后就能自己管电话、替人反映。")
    return await tree.ask(talk, done, "one", before)


async def _at(talk: Talk, draft: Tree) -> Area:
    """Where they are; at the area of the group where that is gone from the tree."""
    area = await areas.get(talk.session, draft.area_id or 0)
    return area or await areas.of_group(talk.session, talk.group)


def _line(steward: Steward) -> str:
    joined = " ✓" if steward.person_id is not None else ""
    return f"• {role_name(steward.role)} {esc(steward.name)}{joined}"


def _label(steward: Steward) -> str:
    return f"{role_name(steward.role)} {cut(steward.name, LABEL)}"
