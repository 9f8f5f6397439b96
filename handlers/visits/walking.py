"""A list worked off in private, one door after the other; `at_door` asks what was found there.

Left at any door, it goes on by a tap; what was said last can be corrected.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from handlers.common import menu
from handlers.common.forms import Form
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words as in_common
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.visits.refusals import in_words
from services.errors import Refusal, TooMany
from services.visits import found, holding, lists, walking
from services.visits.errors import NotHeld
from storage.tables import Visit, VisitKind, VisitState

SEEN, NOBODY, PASS, LATELY, BEGIN_AGAIN = "seen", "nobody", "pass", "lately", "again"
SHOWN = 30
"""Characters of a place on a button."""


@dataclass(slots=True)
class Walk(Kept):
    """Where somebody stands on a list; each part is None until it was answered."""

    KEY: ClassVar = "visiting"

    round_id: int = 0
    visit_id: int | None = None
    passed: list[int] = field(default_factory=list)
    """Doors that they left out this time."""
    there: bool | None = None
    answers: list[str] = field(default_factory=list)
    asked: bool | None = None
    note: str | None = None

    def following(self) -> "Walk":
        """The same list, with nothing said about the next door."""
        return Walk(self.round_id, passed=self.passed)


walk = Form(Walk, "Visiting")


async def begin_with(talk: Talk, round_id: int) -> Reply:
    """At the next door of the list. Raises as `holding.check_goes`."""
    await holding.check_goes(talk.session, round_id, talk.user_id)
    return await walk.go_on(talk, Walk(round_id))


async def to_next(talk: Talk, draft: Walk, before: str) -> Reply:
    """To the next door, after the words `before` (HTML)."""
    return await walk.go_on(talk, draft.following(), before)


@walk.refused
async def refused(talk: Talk, refusal: Refusal) -> Reply:
    """A door that somebody else has leads to the next one; the rest ends the walk."""
    if isinstance(refusal, NotHeld):
        return await to_next(talk, Walk.of(talk), in_words(refusal, talk.config.zone))
    if isinstance(refusal, TooMany):
        return await talk.repeat(in_common(refusal, talk.config.zone))
    Walk.discard(talk)
    return await menu.refused(talk, refusal, in_words)


@walk.left
async def left(talk: Talk, draft: Walk) -> Reply:
    await holding.let_go(talk.session, draft.round_id, talk.user_id)
    Walk.discard(talk)
    return await menu.home(talk, _("好的，先到这里。想接着走，发 /visits。"))


@walk.step(part="there")
async def door(talk: Talk, draft: Walk) -> Ask:
    drawn = await holding.check_goes(talk.session, draft.round_id, talk.user_id)
    visit = await _at(talk, draft)
    if visit is None:
        return await _no_door_left(talk, draft)
    draft.visit_id = visit.id
    done = await lists.progress(talk.session, drawn.id)
    where = esc(await found.where(talk.session, visit))
    lines = [_("<b>{where}</b> {name}").format(where=where, name=esc(visit.name)).strip()]
    if visit.tries:
        lines.append(_("前面 {count} 次没人在家。").format(count=visit.tries))
    lines.append(_("走过 {done}/{doors}。到了没有？").format(done=done.seen, doors=done.doors))
    if drawn.kind is VisitKind.VISIT:
        options = [Option(SEEN, _("见到了")), Option(NOBODY, _("没人在家"))]
    else:
        options = [Option(SEEN, _("看过了")), Option(NOBODY, _("进不去"))]
    options.append(Option(PASS, _("跳过")))
    options += await _correctable(talk, draft)
    return Ask("\n".join(lines), options, columns=2)


async def _at(talk: Talk, draft: Walk) -> Visit | None:
    """The door that is spoken of, or the next one."""
    if draft.visit_id is not None:
        return await holding.at_door(talk.session, draft.visit_id, talk.user_id)
    return await holding.next_door(
        talk.session, draft.round_id, talk.user_id, passed=draft.passed, now=talk.now
    )


async def _correctable(talk: Talk, draft: Walk) -> list[Option]:
    done = await holding.done_by(talk.session, draft.round_id, talk.user_id)
    return [Option(LATELY, _("改走过的"))] if done else []


async def _no_door_left(talk: Talk, draft: Walk) -> Ask:
    options = await _correctable(talk, draft)
    if draft.passed:
        text = _("这一趟走完了，跳过了 {count} 处。").format(count=len(draft.passed))
        return Ask(text, [Option(BEGIN_AGAIN, _("走跳过的")), *options])
    done = await lists.progress(talk.session, draft.round_id)
    if done.left:
        text = _("剩下的 {count} 处，别的同事正在去。").format(count=done.left)
    elif done.nobody:
        text = _("都走过了，辛苦您！没人在家的 {count} 处，到时候再提醒您去。").format(
            count=done.nobody
        )
    else:
        text = _("都走完了，辛苦您！")
    return Ask(text, options)


@door.choice(SEEN)
async def there(talk: Talk, draft: Walk, choice: str) -> Reply:
    if draft.visit_id is None:
        return None
    await holding.at_door(talk.session, draft.visit_id, talk.user_id)
    draft.there, draft.answers, draft.asked, draft.note = True, [], None, None
    return None


@door.choice(NOBODY)
async def nobody_there(talk: Talk, draft: Walk, choice: str) -> Reply:
    if draft.visit_id is None:
        return None
    visit = await walking.nobody(
        talk.session,
        draft.visit_id,
        talk.user_id,
        talk.name,
        now=talk.now,
        zone=talk.config.zone,
    )
    if visit.again_at is None:
        said = _("🚪 记下了。去了 {count} 次都没人，工作群已经知道。").format(count=visit.tries)
    else:
        said = _("🚪 记下了，{when}再提醒您去。").format(
            when=when(visit.again_at, talk.config.zone)
        )
    return await to_next(talk, draft, said)


@door.choice(PASS)
async def passes(talk: Talk, draft: Walk, choice: str) -> Reply:
    await holding.let_go(talk.session, draft.round_id, talk.user_id)
    if draft.visit_id is not None:
        draft.passed = [*draft.passed, draft.visit_id]
    return await walk.go_on(talk, draft.following())


@door.choice(BEGIN_AGAIN)
async def those_passed(talk: Talk, draft: Walk, choice: str) -> Reply:
    return await walk.go_on(talk, Walk(draft.round_id))


@door.choice(LATELY)
async def which_to_correct(talk: Talk, draft: Walk, choice: str) -> Reply:
    return await walk.ask(talk, draft.following(), "correcting")


@walk.aside("door")
async def correcting(talk: Talk, draft: Walk) -> Ask:
    done = await holding.done_by(talk.session, draft.round_id, talk.user_id)
    options = [Option(str(each.id), await _as_done(talk, each)) for each in done]
    return Ask(_("改哪一处？"), options)


async def _as_done(talk: Talk, visit: Visit) -> str:
    where = cut(await found.where(talk.session, visit), SHOWN)
    sign = "✅" if visit.state is VisitState.SEEN else "🚪"
    return f"{sign} {where}"


@correcting.choice()
async def corrects(talk: Talk, draft: Walk, choice: str) -> Reply:
    draft.visit_id = int(choice)
    return await walk.ask(talk, draft, "door")
