"""The step "where is it?": at home, from the list, at a shared position, or in words.

@where(filing, part="place", described=True)
async def place(talk: Talk, draft: Draft) -> Ask:
    return Ask(_("在哪里？"), [*await at_home(talk, _("🏠 我家：{place}")), from_list()])

@place.taken
async def found(talk: Talk, draft: Draft, found: Found) -> Reply:
    draft.put_at(found.area.id, found.name, found.latitude, found.longitude)
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from aiogram.dispatcher.event.bases import SkipHandler

from handlers.common.forms import Again, Form, Step, Taken, Wording
from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.places import HERE, below, how_to_locate, name_of, which_of
from handlers.common.questions import Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, cut
from services import areas
from services.areas_in_words import meant
from storage.tables import Area, Level

HOME, LIST, LOCATION = "home", "list", "location"
"""Values of the options that the step knows; others have handlers of their own."""
AS_WRITTEN = "as written"
WORDS_LIMIT = 100
"""Characters of a place in words: with the name of the area that it lies in, it fits a column."""
_SAID = "place words"
_TITLE = 40
"""Characters of a place on a button."""

D = TypeVar("D", bound=Kept)


class Found(NamedTuple):
    """A place somebody named: an area, and how it is called on what is filed there."""

    area: Area
    name: str
    latitude: float | None
    longitude: float | None
    """WGS-84, degrees."""


def place_step(
    form: Form[D], *, part: str = "area_id", described: bool = False, enough: Level = Level.BUILDING
) -> Callable[[Wording[D]], "PlaceStep[D]"]:
    """The form's step for a place, with one named `pick` beside it for choosing among areas.

    Its `taken` gets a `Found`; without it the area's id is kept in `part`. Its `choice` gets what
    it has handlers for, and with none named, all that is no area. `described`: a place may stay in
    words that no area is called by. `enough`: the level that ends the choosing.
    """

    def register(wording: Wording[D]) -> PlaceStep[D]:
        step = PlaceStep(form, wording, part, described=described, enough=enough)
        form.add(step)
        form.add(PickStep(step))
        return step

    return register


async def at_home(talk: Talk, label: str, *, on_map: bool = False) -> list[Option]:
    """The option to name one's own home, if it is known; `label` has a `{place}`.

    `on_map`: only if its position is known too.
    """
    home = await areas.home_of(talk.session, talk.person)
    if home is None or (on_map and home.latitude is None):
        return []
    return [Option(HOME, label.format(place=cut(await areas.title(talk.session, home), _TITLE)))]


class PlaceStep(Step[D], Generic[D]):
    def __init__(
        self, form: Form[D], wording: Wording[D], part: str, *, described: bool, enough: Level
    ) -> None:
        super().__init__(wording, None, part)
        self.form = form
        self._described = described
        self._enough = enough
        self._written: Taken[D] | None = None

    def written(self, take: Taken[D]) -> Taken[D]:
        """What is done with words instead of asking which area they mean."""
        self._written = take
        return take

    @property
    def takes_words(self) -> bool:
        return True

    async def choose(self, talk: Talk, draft: D, choice: str) -> Reply:
        if choice in self._chosen:
            return await super().choose(talk, draft, choice)
        if choice == LOCATION:  # A number or a label cannot bring the location along.
            raise Again(how_to_locate(talk))
        if choice == AS_WRITTEN:
            return await self.as_written(talk, draft)
        if choice not in (HOME, LIST):
            if None in self._chosen and not choice.removeprefix(HERE).isdecimal():
                return await super().choose(talk, draft, choice)
            return await self.picked(talk, draft, choice)
        talk.data.pop(_SAID, None)
        home = await areas.home_of(talk.session, talk.person) if choice == HOME else None
        return await self.at(talk, draft, home) if home else await self.put_below(talk, draft, None)

    async def hear(self, talk: Talk, draft: D) -> Reply:
        if talk.message.location is not None:
            here = talk.message.location
            return await self.located(talk, draft, here.latitude, here.longitude)
        if talk.message.text is None or not talk.line:
            raise SkipHandler
        if self._written is not None:
            return await self._written(talk, draft, talk.line)
        return await self.in_words(talk, draft, talk.line)

    async def take(self, talk: Talk, draft: D, value: Found) -> Reply:
        return await super().take(talk, draft, value if self._taken else value.area.id)

    async def located(self, talk: Talk, draft: D, latitude: float, longitude: float) -> Reply:
        area = await areas.at(talk.session, latitude, longitude)
        if area is None:
            raise Again(_("这个位置不在我们服务的社区里。请从名单里选，或者打字写地方。"))
        name = await name_of(talk, area)
        return await self.take(talk, draft, Found(area, name, latitude, longitude))

    async def in_words(self, talk: Talk, draft: D, words: str) -> Reply:
        if self._described and len(words) > WORDS_LIMIT:
            raise Again(_("地点请写短一点，最多 {limit} 个字。").format(limit=WORDS_LIMIT))
        home = await areas.home_of(talk.session, talk.person)
        found = await meant(talk.session, words, home)
        if self._described:
            talk.data[_SAID] = words
        if len(found) == 1 and found[0].level is Level.BUILDING:
            return await self.at(talk, draft, found[0])
        if found:
            others = [Option(AS_WRITTEN, _("都不是，就按我写的"))] if self._described else []
            return await self.form.put(talk, draft, "pick", await which_of(talk, found, *others))
        if self._described:
            return await self.as_written(talk, draft)
        raise Again(_("没有找到这个地方。写小区名或者楼号试试，比如“军门新村3号楼”。"))

    async def as_written(self, talk: Talk, draft: D) -> Reply:
        """A place in words lies in the community where the person lives, or they choose it."""
        home = await areas.home_of(talk.session, talk.person)
        community = await areas.of_level(talk.session, home, Level.COMMUNITY) if home else None
        if community is None:
            return await self.put_below(talk, draft, None)
        return await self.at(talk, draft, community)

    async def picked(self, talk: Talk, draft: D, choice: str) -> Reply:
        area = await areas.get(talk.session, int(choice.removeprefix(HERE)))
        if area is None:
            return await self.form.ask(talk, draft, self.name)
        if choice.startswith(HERE) or area.level is self._enough:
            return await self.at(talk, draft, area)
        return await self.put_below(talk, draft, area)

    async def put_below(self, talk: Talk, draft: D, area: Area | None) -> Reply:
        return await self.form.put(talk, draft, "pick", await below(talk, area))

    async def at(self, talk: Talk, draft: D, area: Area) -> Reply:
        name = title = await areas.title(talk.session, area)
        words = talk.data.pop(_SAID, "")
        if comparable(words) not in comparable(title):
            name = _("{place}（{words}）").format(place=title, words=words)
        return await self.take(talk, draft, Found(area, name, area.latitude, area.longitude))


class PickStep(Step[D], Generic[D]):
    """Which of several areas, until one is enough; "back" leads to the question where."""

    def __init__(self, to: PlaceStep[D]) -> None:
        super().__init__(to.wording, None, to.part, back_to=to.name)
        self.name = "pick"
        self._where = to

    async def choose(self, talk: Talk, draft: D, choice: str) -> Reply:
        return await self._where.choose(talk, draft, choice)

    async def hear(self, talk: Talk, draft: D) -> Reply:
        return await self._where.hear(talk, draft)
