"""What came of a survey in its office's group: pictures, text, Excel, a summary, an answer."""

import asyncio

from handlers.common.cards import Card, Said
from handlers.common.i18n import _, current_language, mark, speaking
from handlers.common.in_private import first_open_it, in_private
from handlers.common.members import InGroupFor
from handlers.common.saying import Button, Buttons, Document, File, Picture, Post
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.surveys.results import text
from handlers.surveys.results.data import Action, OnResults
from handlers.surveys.results.notices import said as as_told
from handlers.surveys.results.refusals import in_words
from services import areas
from services.surveys import exporting, office, outcomes, progress, publishing, words
from services.surveys.exporting import Answered
from services.surveys.publishing import Published
from services.surveys.questions import Definition
from storage.tables import Purpose, Survey, SurveyState


async def _called(talk: Talk, survey_id: int) -> str:
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    return f"“{esc(survey.definition['title'])}”"


card = Card[Survey](OnResults, InGroupFor(Purpose.STAFF), called=_called, refusals=in_words)


def has_ended(survey: Survey) -> bool:
    """And what was begun has been handed in."""
    return survey.state is SurveyState.ENDED and survey.act_at is None


def has_answers(survey: Survey) -> bool:
    """That may be seen: of an anonymous survey none before its end."""
    return has_ended(survey) or not survey.anonymous


def has_words(survey: Survey) -> bool:
    return has_answers(survey) and bool(words.asking(Definition.load(survey.definition)))


@card.button(Action.SHOW, label=mark("📊 结果"), when=lambda _survey: False)
async def show(talk: Talk, survey_id: int) -> Reply:
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    if not has_ended(survey):
        done = await progress.of_survey(talk.session, survey, now=talk.now)
        return talk.say(text.not_yet(survey, done), card.keyboard(survey))
    found = await publishing.published(talk.session, survey_id, now=talk.now)
    before = await publishing.before(talk.session, survey)
    drawn = await asyncio.to_thread(_drawn, found, current_language())
    pictures: list[Post] = [
        Picture(File(f"results-{at}.jpg", each)) for at, each in enumerate(drawn, start=1)
    ]
    *first, last = text.results(found, before, talk.config.zone)
    return [*pictures, *map(talk.say, first), talk.say(last, card.keyboard(survey))]


def _drawn(found: Published, language: str) -> list[bytes]:
    from handlers.surveys.results import picture

    with speaking(language):
        return picture.draw(found)


@card.button(Action.SHEET, label=mark("📄 表格（Excel）"), when=has_answers)
async def sheet(talk: Talk, survey_id: int) -> Reply:
    """In private: of a survey with names they stand in it."""
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    found = None
    if has_ended(survey):
        found = await publishing.published(talk.session, survey_id, now=talk.now)
    rows = await exporting.answers_of(talk.session, survey_id, talk.member, now=talk.now)

    async def send(private: Talk) -> Reply:
        content = await asyncio.to_thread(_written, survey, found, rows, current_language())
        caption = _("“{title}”的结果和答卷。里面的答卷请不要外传。")
        title = str(survey.definition["title"])
        return Document(File(f"{title}.xlsx", content), caption.format(title=esc(title)))

    return await in_private(talk, send) or first_open_it(talk)


def _written(survey: Survey, found: Published | None, rows: list[Answered], language: str) -> bytes:
    from handlers.surveys.results import sheet

    with speaking(language):
        definition = Definition.load(survey.definition)
        return sheet.excel(definition, found, rows, named=not survey.anonymous)


@card.button(Action.SUMMARY, label=mark("📣 公开的摘要"), when=has_ended)
async def summary(talk: Talk, survey_id: int) -> Reply:
    """To be passed on: without groups, and without words that nobody chose."""
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    found = await publishing.published(talk.session, survey_id, now=talk.now)
    chosen = await words.published(talk.session, survey)
    kept = await outcomes.outcome(talk.session, survey_id)
    told = (kept.outcome or "") if kept and kept.told_at else ""
    return [talk.say(each) for each in text.summary(found, chosen, told)]


async def _check(talk: Talk, survey_id: int) -> object:
    await outcomes.check(talk.session, survey_id, talk.member)
    return None


def _what() -> str:
    return _("请回复这条消息，告诉答过的人：听了大家的话，做了什么、什么时候做。")


@card.words(
    Action.OUTCOME,
    label=mark("✍️ 写答复"),
    when=has_ended,
    check=_check,
    ask=_what,
    about="survey outcome",
)
async def outcome(talk: Talk, survey_id: int, said: Said) -> Reply:
    """Shown as it will be told before it is."""
    kept = await outcomes.write(talk.session, survey_id, said.text, talk.member, now=talk.now)
    survey = await office.for_staff(talk.session, survey_id, talk.member)
    area = await areas.one(talk.session, survey.area_id)
    title = esc(survey.definition["title"])
    message = as_told(title, esc(area.name), esc(kept.outcome))
    ask = _("发给答过的人，就是这样：\n\n{message}\n\n要改，请再点“写答复”。")
    tell = Button(_("📣 发给他们"), OnResults(action=Action.TELL, survey=survey_id))
    return talk.say(ask.format(message=message), Buttons([[tell]]))


@card.button(Action.TELL, label=mark("📣 发给他们"), when=lambda _survey: False)
async def tell(talk: Talk, survey_id: int) -> Reply:
    await outcomes.tell(talk.session, survey_id, talk.member, now=talk.now)
    return talk.say(_("好的，发给答过的人。"))
