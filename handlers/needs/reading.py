"""What neighbours want (需求清单) and what one wants oneself: read, seconded, let go of."""

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _, current_language
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import comparable, cut, esc
from handlers.needs.saying import LABEL, SAY, Draft, counted, saying, says
from handlers.needs.words import called, called_to, day_name, how_many, need_state
from services import areas, needs
from services.needs import categories, groups, lists
from services.needs.saying import get
from storage.tables import Area, Need, NeedState

__all__ = ["saying"]

MORE, ALL, ALSO, NOT_ANY_MORE, KEEP = "older", "all", "also", "not any more", "keep"
SOUGHT = 20
"""Characters of what is looked for."""
LOOKED_THROUGH = 300
SHOWN = 200
"""Characters of a need that is looked at."""
SECONDED = (NeedState.LISTED, NeedState.ACCEPTED)
LET_GO = (NeedState.NEW, *SECONDED)


async def _community(talk: Talk) -> Area | None:
    home = await areas.home_of(talk.session, talk.person)
    return await areas.community_of(talk.session, home.id) if home else None


def words_of_it(said: str, talk: Talk) -> str:
    return cut(talk.line, SOUGHT)


@saying.aside("what", words_of_it)
async def listing(talk: Talk, draft: Draft) -> Ask:
    """Ranked, a page at a time, or those that hold the words that are looked for."""
    community = await _community(talk)
    if community is None:
        return Ask(_("先告诉我您住在哪里：发 /settings 选住处。"))
    found, is_more = await _page(talk, draft, community)
    options = await _options(talk, found)
    if not found:
        return Ask(_("需求清单上还没有。您先提一个？"), [Option(SAY, _("✍️ 提一个需求"))])
    if is_more:
        options.append(Option(MORE, _("往后看")))
    if draft.sought:
        options.append(Option(ALL, _("看全部")))
    text = _("📋 <b>{community}需求清单</b>，要的人多的在前面。点一件看看，或者写两个字找。")
    return Ask(text.format(community=esc(community.name)), options)


async def _page(talk: Talk, draft: Draft, community: Area) -> tuple[list[Need], bool]:
    if draft.sought:
        wanted = comparable(draft.sought)
        every = await lists.ranked(talk.session, community, limit=LOOKED_THROUGH)
        found = [each for each in every if wanted in comparable(f"{each.title}{each.text}")]
        return found[: lists.A_PAGE], False
    offset = draft.page * lists.A_PAGE
    found = await lists.ranked(talk.session, community, limit=lists.A_PAGE + 1, offset=offset)
    return found[: lists.A_PAGE], len(found) > lists.A_PAGE


async def _options(talk: Talk, found: list[Need]) -> list[Option]:
    kinds = await categories.by_key(talk.session)
    return [
        Option(
            str(each.id),
            f"{called(each, kinds.get(each.category), LABEL)} · {how_many(each.people)}",
        )
        for each in found
    ]


@listing.taken
async def seeks(talk: Talk, draft: Draft, said: str) -> Reply:
    before, draft.sought = draft.sought, said
    community = await _community(talk)
    found = (await _page(talk, draft, community))[0] if community else []
    if not found:
        draft.sought = before
        raise Again(_("没有找到“{words}”。换两个字，或者点一件。").format(words=esc(said)))
    if len(found) == 1:
        return await _look_at(talk, draft, found[0].id)
    return await saying.ask(talk, draft, "listing")


@listing.choice()
async def chosen(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await _look_at(talk, draft, int(choice))


@listing.choice(SAY)
async def says_first(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await says(talk, draft, choice)


@listing.choice(MORE)
async def turns(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.page += 1
    return await saying.ask(talk, draft, "listing")


@listing.choice(ALL)
async def sees_all(talk: Talk, draft: Draft, choice: str) -> Reply:
    draft.sought, draft.page = "", 0
    return await saying.ask(talk, draft, "listing")


@saying.aside("what")
async def mine(talk: Talk, draft: Draft) -> Ask:
    found = await lists.wanted_by(talk.session, talk.user_id)
    kinds = await categories.by_key(talk.session)
    options = [
        Option(
            str(each.id),
            f"{called_to(talk.user_id, each, kinds.get(each.category), LABEL)}"
            f" · {need_state(each.state)}",
        )
        for each in found
    ]
    if not options:
        return Ask(_("您还没有提过需求，也没有点过“我也要”。"))
    return Ask(_("🗂 您要的这些。点一件看看。"), options)


@mine.choice()
async def chosen_of_mine(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await _look_at(talk, draft, int(choice))


async def _look_at(talk: Talk, draft: Draft, need_id: int) -> Reply:
    draft.need_id = need_id
    return await saying.ask(talk, draft, "one")


@saying.aside("listing")
async def one(talk: Talk, draft: Draft) -> Ask:
    """Without names; what can be done with it."""
    need = await get(talk.session, draft.need_id or 0)
    wants = await groups.supports(talk.session, need.id, talk.user_id)
    options = []
    if wants and need.state in LET_GO:
        options.append(Option(NOT_ANY_MORE, _("我不要了")))
    elif not wants and need.state in SECONDED:
        options.append(Option(ALSO, _("🙋 我也要")))
    return Ask(await _look(talk, need, wants=wants), options)


async def _look(talk: Talk, need: Need, *, wants: bool) -> str:
    kind = await categories.get(talk.session, need.category)
    lines = [
        f"🙋 <b>{esc(called_to(talk.user_id, need, kind, SHOWN))}</b>",
        _("{category} · {state} · {people}").format(
            category=esc(kind.name(current_language())),
            state=need_state(need.state),
            people=how_many(need.people),
        ),
        _("{when} 提的").format(when=when(need.said_at, talk.config.zone)),
    ]
    project = await lists.latest_project(talk.session, need.id)
    if project is not None and need.state is NeedState.ACCEPTED:
        lines.append(_("打算{day}以前办好。").format(day=day_name(project.due_on)))
    if project is not None and need.state is NeedState.DONE and project.said:
        lines.append(f"“{esc(project.said)}”")
    if need.state is NeedState.DECLINED and need.reason:
        lines.append(_("原因：{reason}").format(reason=esc(need.reason)))
    if wants:
        lines.append(_("算上您了，有进展会告诉您。"))
    return "\n".join(lines)


@one.choice(ALSO)
async def also(talk: Talk, draft: Draft, choice: str) -> Reply:
    need = await needs.second(talk.session, draft.need_id or 0, talk.user_id, now=talk.now)
    return await saying.ask(talk, draft, "listing", counted(need.people))


@one.choice(NOT_ANY_MORE)
async def not_any_more(talk: Talk, draft: Draft, choice: str) -> Reply:
    need = await get(talk.session, draft.need_id or 0)
    return await (saying.ask(talk, draft, "sure") if need.people == 1 else lets_go(talk, draft))


@saying.aside("one")
async def sure(talk: Talk, draft: Draft) -> Ask:
    """Asked of the last: it cannot be brought back."""
    text = _("只有您一个人要。您不要了，这一件就没有了。真的不要了吗？")
    return Ask(text, [Option(KEEP, _("还是要的")), Option(NOT_ANY_MORE, _("不要了"))])


@sure.choice(KEEP)
async def keeps(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await saying.ask(talk, draft, "one")


@sure.choice(NOT_ANY_MORE)
async def lets_go_of_it(talk: Talk, draft: Draft, choice: str) -> Reply:
    return await lets_go(talk, draft)


async def lets_go(talk: Talk, draft: Draft) -> Reply:
    await needs.take_back(talk.session, draft.need_id or 0, talk.user_id, now=talk.now)
    return await menu.home(talk, _("好的，不算您了。"))
