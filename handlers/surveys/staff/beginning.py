"""/surveys: the surveys of an office, and the ways to begin a new one."""

from collections.abc import Sequence

from handlers.common import menu
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.in_private import begins
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.surveys.staff.draft import Composing, form, open_draft
from handlers.surveys.staff.words import SHORT, state_name
from services.news import draw
from services.surveys import composing, office, templates
from services.surveys.news import SurveyCard
from services.surveys.questions import TITLE_LIMIT, Definition
from services.surveys.templates import Template
from storage.tables import Purpose, Survey, SurveyState

CALLED, PASTED, SHEET, READY, RAN = "called", "pasted", "sheet", "ready", "ran"
DRAFT, UNDER_WAY, ENDED = "draft", "under way", "ended"


@begins(form, "surveys", Purpose.STAFF)
async def begin(talk: Talk, words: str) -> Reply:
    return await form.go_on(talk, Composing())


@form.step(part="survey_id")
async def what(talk: Talk, draft: Composing) -> Ask:
    """A new one, by whatever way, and what there is."""
    area_id = talk.group.area_id
    drafts = await office.of_area(talk.session, area_id, SurveyState.DRAFT)
    under_way = await office.of_area(talk.session, area_id, *office.UNDER_WAY)
    ended = await office.of_area(talk.session, area_id, SurveyState.ENDED)
    options = [
        Option(f"{DRAFT}:{each.id}", _("📝 接着写：{title}").format(title=_title(each)))
        for each in drafts
    ]
    if under_way:
        label = _("▶️ 正在进行的 {count} 份").format(count=len(under_way))
        options.append(Option(UNDER_WAY, label))
    options += [
        Option(CALLED, _("✍️ 一题一题写")),
        Option(PASTED, _("📋 粘贴问卷星、Word 里的文字")),
        Option(SHEET, _("📄 发表格（XLSForm）")),
        Option(READY, _("📚 用现成的模板")),
    ]
    if under_way or ended:
        options.append(Option(RAN, _("🔁 照以前发过的再发一次")))
    if ended:
        options.append(Option(ENDED, _("🏁 结束了的 {count} 份").format(count=len(ended))))
    return Ask(_("问卷：要做什么？"), options)


def _title(survey: Survey) -> str:
    return cut(str(survey.definition["title"]), SHORT)


@what.choice()
async def opens(talk: Talk, draft: Composing, choice: str) -> Reply:
    way, _colon, survey_id = choice.partition(":")
    if way == DRAFT:
        return await open_draft(talk, int(survey_id))
    return await form.ask(talk, draft, choice)


@what.choice(UNDER_WAY)
async def shows_under_way(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await _show(talk, await office.of_area(talk.session, _area(talk), *office.UNDER_WAY))


@what.choice(ENDED)
async def shows_ended(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await _show(talk, await office.of_area(talk.session, _area(talk), SurveyState.ENDED))


def _area(talk: Talk) -> int:
    return talk.group.area_id


async def _show(talk: Talk, surveys: Sequence[Survey]) -> Reply:
    """The oldest first, so that the latest stands at the end of the group."""
    for each in reversed(surveys):
        draw(talk.session, SurveyCard(each.id, to_the_end=True))
    Composing.discard(talk)
    return await menu.home(
        talk, _("卡片都在“{group}”里，最下面就是。").format(group=esc(talk.group.title))
    )


@form.aside("what", a_line(TITLE_LIMIT))
async def called(talk: Talk, draft: Composing) -> Ask:
    return Ask(_("这份问卷叫什么？写几个字，居民看得到，比如“食堂满意度”。"))


@called.taken
async def begun(talk: Talk, draft: Composing, title: str) -> Reply:
    return await start(talk, Definition(title=title, questions=()))


@form.aside("what")
async def ready(talk: Talk, draft: Composing) -> Ask:
    options = [Option(each.value, templates.TEMPLATES[each].title) for each in Template]
    return Ask(_("用哪一份？拿出来以后可以改。"), options)


@ready.choice()
async def took(talk: Talk, draft: Composing, choice: str) -> Reply:
    return await start(talk, templates.TEMPLATES[Template(choice)], template=choice)


@form.aside("what")
async def ran(talk: Talk, draft: Composing) -> Ask:
    states = (SurveyState.ENDED, *office.UNDER_WAY)
    there = await office.of_area(talk.session, _area(talk), *states)
    options = [
        Option(str(each.id), f"{_title(each)}（{state_name(each.state)}）") for each in there
    ]
    if not options:
        raise Again(_("还没有发过问卷。"))
    return Ask(_("照哪一份？题目照旧，结果可以和上次比。"), options)


@ran.choice()
async def again(talk: Talk, draft: Composing, choice: str) -> Reply:
    before = await office.for_staff(talk.session, int(choice), talk.member)
    return await start(talk, Definition.load(before.definition), before=before)


async def start(
    talk: Talk,
    definition: Definition,
    *,
    told: str = "",
    template: str | None = None,
    before: Survey | None = None,
) -> Reply:
    """A new draft, shown after the words `told` (HTML)."""
    survey = await composing.begin(
        talk.session,
        talk.member,
        _area(talk),
        definition,
        now=talk.now,
        template=template,
        before=before,
    )
    return await open_draft(talk, survey.id, told)
