"""Answering a survey: one question a message, by tap, number or words; 0 goes back.

What was answered is kept at once (`services.surveys.answering`): who stops goes on where they
were, on whatever device. With the last answer the survey is handed in.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.common import menu
from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.place_step import LIST, Found, at_home, place_step
from handlers.common.questions import Ask, Option
from handlers.common.readers import some_words
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from handlers.common.ticking import marked, ticking, toggled
from handlers.common.words import cut
from handlers.surveys import asking, looks, reading
from handlers.surveys.draft import Answering
from handlers.surveys.refusals import AGAIN, in_words
from services.errors import NotFound, Refusal, TooMany
from services.surveys import answering
from services.surveys.answering import Sheet
from services.surveys.fitting import MOST_PHOTOS, names
from services.surveys.questions import OTHER, Kind, Question, Value
from storage.media import Attachment
from storage.tables import MediaKind

OTHER_LIMIT = 100
"""Characters of what stands beside the choices."""
CHOSEN, HAND_IN = "chosen", "hand in"
SHOWN = 40
"""Characters of a question and its answer on a button."""

survey = Form(Answering, "Survey")


async def begin(talk: Talk, survey_id: int) -> Reply:
    """Where they were. Raises NotFound, HandedIn and SurveyOver."""
    draft = Answering(survey_id)
    sheet = await draft.sheet(talk)
    if sheet.question is None:
        return await survey.ask(talk, draft, "review")
    return await survey.go_on(talk, draft)


async def first_answer(talk: Talk, survey_id: int, option: int) -> Reply:
    """A tap below the invitation. Raises Refusal."""
    definition = await answering.definition_of(talk.session, survey_id)
    first = definition.questions[0]
    options = asking.options(first)
    if option >= len(options):
        raise NotFound
    draft = Answering(survey_id, first.name)
    choice = options[option].value
    if choice == OTHER:
        return await survey.ask(talk, draft, "question")
    taken = await draft.take(talk, reading.chosen(first, choice))
    if taken.question is None:
        return await finished(talk, taken)
    asked = await survey.go_on(talk, draft)
    return [looks.begun(taken.survey), *every(asked)]


async def finished(talk: Talk, sheet: Sheet) -> Reply:
    Answering.discard(talk)
    await talk.leave()
    if sheet.late:
        return talk.say(_("谢谢您！这份问卷已经结束了，您说的我们收下，不算进结果。"))
    return looks.thanks(sheet, talk.config.zone, keeps_keys=talk.keeps_buttons)


async def _next(talk: Talk, sheet: Sheet) -> Reply:
    return await finished(talk, sheet) if sheet.question is None else None


@survey.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    """Another answer is asked for; what was handed in or is over ends the conversation."""
    words = in_words(refusal, talk.config.zone)
    if isinstance(refusal, AGAIN):
        return await talk.repeat(words)
    if isinstance(refusal, TooMany):
        return await talk.repeat(_("最多 {count} 张照片。").format(count=MOST_PHOTOS))
    Answering.discard(talk)
    return await menu.home(talk, words)


@survey.left
async def left(talk: Talk, draft: Answering) -> Reply:
    """0 leads to the question before; from the first one out."""
    sheet = await draft.sheet(talk)
    question = await draft.question(talk)
    earlier = sheet.before(question, today=talk.today)
    if earlier is not None:
        return await survey.go_on(talk, Answering(draft.survey_id, earlier.name))
    if sheet.question is None:
        return await _hand_in(talk, draft)
    Answering.discard(talk)
    return await menu.home(talk, _("好的，先放着。想接着答，发 /survey。"))


def _read(said: str, talk: Talk) -> str:
    return said


@survey.step(_read, part="value")
async def question(talk: Talk, draft: Answering) -> Ask | Reply:
    sheet = await draft.sheet(talk)
    asked = await draft.question(talk)
    draft.name = asked.name
    if asked.kind is Kind.PLACE:
        return None
    shown = asking.ask(
        sheet.definition,
        asked,
        sheet.position(asked, today=talk.today),
        big_print=talk.person.big_print,
        secret=sheet.survey.anonymous,
    )
    return await _tickable(talk, draft, shown) if asked.kind is Kind.SEVERAL else shown


async def _tickable(talk: Talk, draft: Answering, shown: Ask) -> Ask:
    """跳过 is there as long as nothing is ticked."""
    options = [
        each._replace(label=marked(each.label, asking.name_of(each.value) in draft.ticked))
        for each in shown.options
        if each.value != asking.SKIP
    ]
    if not draft.ticked:
        options += [each for each in shown.options if each.value == asking.SKIP]
    state, done = survey.state("question"), Option(CHOSEN, _("👉 选好了"))
    asked = await ticking(
        talk, state, shown.text, options, done, columns=shown.columns, name=shown.name
    )
    return replace(asked, counted=shown.counted, secret=shown.secret)


@question.choice()
async def chose(talk: Talk, draft: Answering, choice: str) -> Reply:
    asked = await draft.question(talk)
    if choice == asking.SKIP:
        return await _next(talk, await draft.take(talk, None))
    if asked.kind is Kind.SEVERAL:
        return await _ticked(talk, draft, asked, choice)
    if choice == OTHER:
        draft.ticked = [OTHER]
        return await survey.ask(talk, draft, "other")
    return await _next(talk, await draft.take(talk, reading.chosen(asked, choice)))


async def _ticked(talk: Talk, draft: Answering, asked: Question, choice: str) -> Reply:
    if choice != CHOSEN:
        ticked = toggled(draft.ticked, asking.name_of(choice))
        draft.ticked = [each for each in names(asked) if each in ticked]
        return await survey.ask(talk, draft, "question")
    if not draft.ticked:
        raise Again(_("还没有选。先点要选的，再点“选好了”。"))
    return await _several(talk, draft, asked, draft.ticked)


async def _several(talk: Talk, draft: Answering, asked: Question, ticked: list[str]) -> Reply:
    if asked.other and OTHER in ticked:
        draft.ticked = ticked
        return await survey.ask(talk, draft, "other")
    return await _next(talk, await draft.take(talk, list(ticked)))


@question.taken
async def wrote(talk: Talk, draft: Answering, said: str) -> Reply:
    asked = await draft.question(talk)
    if asked.kind is Kind.SEVERAL:
        return await _by_numbers(talk, draft, asked, said)
    return await _next(talk, await draft.take(talk, reading.read(asked, said, talk.today)))


async def _by_numbers(talk: Talk, draft: Answering, asked: Question, said: str) -> Reply:
    """Such as 1 3: the numbers at which the choices stand on the screen."""
    assert talk.question is not None
    chosen = reading.several(talk.question.options, said)
    talk.understood = asking.as_read(asked, chosen)
    return await _several(talk, draft, asked, chosen)


@question.brought
async def sent(talk: Talk, draft: Answering, files: Sequence[Attachment]) -> Reply:
    asked = await draft.question(talk)
    if asked.kind is not Kind.PHOTO:
        raise Again(_("这一题不收照片和语音。请照题目下面的办法答。"))
    photos = [each.media_id for each in files if each.kind is MediaKind.PHOTO]
    if not photos:
        raise Again(_("这一题请发照片。"))
    return await _next(talk, await draft.take(talk, list(photos)))


@place_step(survey, part="value", described=True)
async def place(talk: Talk, draft: Answering) -> Ask | None:
    sheet = await draft.sheet(talk)
    asked = await draft.question(talk)
    if asked.kind is not Kind.PLACE:
        return None
    shown = asking.ask(sheet.definition, asked, sheet.position(asked, today=talk.today))
    home = await at_home(talk, _("🏠 我家：{place}"))
    return Ask(shown.text, [*home, Option(LIST, _("从名单里选")), *shown.options])


@place.choice(asking.SKIP)
async def no_place(talk: Talk, draft: Answering, choice: str) -> Reply:
    return await _next(talk, await draft.take(talk, None))


@place.taken
async def found(talk: Talk, draft: Answering, found: Found) -> Reply:
    value: dict[str, object] = {"text": found.name}
    if found.latitude is not None:
        value |= {"latitude": found.latitude, "longitude": found.longitude}
    return await _next(talk, await draft.take(talk, value))


@survey.aside("question", some_words(OTHER_LIMIT))
async def other(talk: Talk, draft: Answering) -> Ask:
    sheet = await draft.sheet(talk)
    return Ask(_("请写是什么，几个字就行。"), secret=sheet.survey.anonymous)


@other.taken
async def others(talk: Talk, draft: Answering, said: str) -> Reply:
    asked = await draft.question(talk)
    value: Value = list(draft.ticked) if asked.kind is Kind.SEVERAL else OTHER
    return await _next(talk, await draft.take(talk, value, said))


@survey.aside("question")
async def review(talk: Talk, draft: Answering) -> Ask:
    """What was answered, to change one of them; see `answering.reopen`."""
    sheet = await draft.sheet(talk)
    options = [
        Option(asking.named(each.name), cut(f"{each.label}：{_answered(sheet, each)}", SHOWN))
        for each in sheet.definition.questions
        if each.name in sheet.answers
    ]
    text = _("要改哪一题？点一下。不想改，点“不改了”。")
    done = Option(HAND_IN, _("不改了"))
    return Ask(text, [*options, done], back=False, secret=sheet.survey.anonymous)


def _answered(sheet: Sheet, question: Question) -> str:
    other = sheet.answers.get(question.other_name)
    return asking.as_read(question, sheet.answers[question.name], str(other or ""))


@review.choice(HAND_IN)
async def no_change(talk: Talk, draft: Answering, choice: str) -> Reply:
    return await _hand_in(talk, draft)


@review.choice()
async def changes(talk: Talk, draft: Answering, choice: str) -> Reply:
    draft.name = asking.name_of(choice)
    return await survey.go_on(talk, draft)


async def _hand_in(talk: Talk, draft: Answering) -> Reply:
    sheet = await answering.confirm(
        talk.session, draft.survey_id, talk.user_id, now=talk.now, zone=talk.config.zone
    )
    return await finished(talk, sheet)


async def change(talk: Talk, survey_id: int, key: str) -> Reply:
    """Take back what was handed in, to change one of its answers. Raises as `reopen`."""
    await answering.reopen(
        talk.session, survey_id, talk.user_id, key, now=talk.now, zone=talk.config.zone
    )
    return await begin(talk, survey_id)
