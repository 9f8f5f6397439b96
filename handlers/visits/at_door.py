"""What was found at a door: the list's questions, a line or a photo, and a request made of it."""

from collections.abc import Sequence

from handlers.common.i18n import SOURCE, _, current_language, speaking
from handlers.common.questions import Ask, Option
from handlers.common.readers import a_line, some_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.visits.walking import Walk, to_next, walk
from services.tickets import categories
from services.visits import found, lists, walking
from services.visits.walking import NOTE_LIMIT, Found, is_yes_or_no
from storage.media import Attachment
from storage.tables import Category, VisitKind

__all__ = ["walk"]

NORMAL, KEEP, OTHER = "normal", "keep", "other"
YES, NO = "yes", "no"
SUGGESTED = 3


async def _questions(talk: Talk, draft: Walk) -> Sequence[str]:
    return (await lists.get(talk.session, draft.round_id)).questions


@walk.step(a_line(NOTE_LIMIT), part="asked")
async def question(talk: Talk, draft: Walk) -> Ask | None:
    """The list's questions, one after the other."""
    questions = await _questions(talk, draft)
    if len(draft.answers) >= len(questions):
        return None
    asked = questions[len(draft.answers)]
    options = [Option(YES, _("是")), Option(NO, _("不是"))] if is_yes_or_no(asked) else []
    return Ask(esc(asked), options, columns=2)


@question.choice(YES, NO)
async def yes_or_no(talk: Talk, draft: Walk, choice: str) -> Reply:
    """Kept as staff read it, whatever language it was said in."""
    with speaking(SOURCE):
        said = _("是") if choice == YES else _("不是")
    return await answered(talk, draft, said)


@question.taken
async def answered(talk: Talk, draft: Walk, said: str) -> Reply:
    draft.answers = [*draft.answers, said]
    draft.asked = True if len(draft.answers) >= len(await _questions(talk, draft)) else None
    return None


@walk.step(some_words(NOTE_LIMIT), part="note")
async def what(talk: Talk, draft: Walk) -> Ask:
    text = _("写一句情况，也可以发照片，字写在照片下面。发现的问题也写在这里，下一步一点就能报。")
    return Ask(text, [Option(NORMAL, _("一切正常"))])


@what.choice(NORMAL)
async def normal(talk: Talk, draft: Walk, choice: str) -> Reply:
    await _keep(talk, draft, [])
    return await to_next(talk, draft, _("✅ 记下了，一切正常。"))


@what.taken
async def written(talk: Talk, draft: Walk, said: str) -> Reply:
    draft.note = talk.words
    await _keep(talk, draft, [])
    return None


@what.brought
async def shown(talk: Talk, draft: Walk, files: Sequence[Attachment]) -> Reply:
    draft.note = talk.words
    await _keep(talk, draft, files)
    return None


async def _keep(talk: Talk, draft: Walk, files: Sequence[Attachment]) -> None:
    assert draft.visit_id is not None
    said = Found(answers=draft.answers, note=draft.note or "", attachments=files)
    await walking.seen(talk.session, draft.visit_id, talk.user_id, talk.name, said, now=talk.now)


@walk.step(part="filed")
async def problem(talk: Talk, draft: Walk) -> Ask:
    """One tap makes a request of what was noted."""
    known = await categories.active(talk.session)
    likely = talk.config.suggest(draft.note or "", SUGGESTED)
    guesses = [known[each] for each in likely if each in known]
    options = [Option(KEEP, _("不用报，只记下")), *map(_as_option, guesses or known.values())]
    if guesses:
        options.append(Option(OTHER, _("别的类别")))
    return Ask(
        _("✅ 记下了。要报上去办吗？点一下类别就报，地点和照片一起带上。"), options, columns=2
    )


@walk.aside("problem")
async def all_categories(talk: Talk, draft: Walk) -> Ask:
    known = await categories.active(talk.session)
    return Ask(_("是哪一类事？"), list(map(_as_option, known.values())), columns=2)


def _as_option(category: Category) -> Option:
    return Option(str(category.id), category.name(current_language()))


@problem.choice(KEEP)
async def keeps(talk: Talk, draft: Walk, choice: str) -> Reply:
    return await to_next(talk, draft, _("好的，只记下了。"))


@problem.choice(OTHER)
async def another(talk: Talk, draft: Walk, choice: str) -> Reply:
    return await walk.ask(talk, draft, "all_categories")


@problem.choice()
@all_categories.choice()
async def files(talk: Talk, draft: Walk, choice: str) -> Reply:
    assert draft.visit_id is not None
    drawn = await lists.get(talk.session, draft.round_id)
    with speaking(SOURCE):
        by = _("{name}（走访）") if drawn.kind is VisitKind.VISIT else _("{name}（巡查）")
    ticket = await found.file(
        talk.session,
        draft.visit_id,
        talk.user_id,
        by.format(name=talk.name),
        int(choice),
        now=talk.now,
    )
    said = _("📮 报上去了，编号 {number}。").format(number=ticket.number)
    return await to_next(talk, draft, said)
