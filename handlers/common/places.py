"""Choosing a place: by sharing a position, by walking down the tree, or in words."""

from collections.abc import Sequence

from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.questions import Ask, Option
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas
from storage.tables import Area, Level

HERE = "here"
"""Before an area's id: this area itself is meant, not one below it."""


def how_to_locate(talk: Talk) -> str:
    text = _("请点输入框旁边的 {sign}，选“位置”发给我。不方便的话，从名单里选，或者打字写地方。")
    return text.format(sign=talk.attach)


async def name_of(talk: Talk, area: Area) -> str:
    """How a shared position in `area` is called on a request: staff read it, in their language."""
    title = await areas.title(talk.session, area)
    with speaking(SOURCE):
        return _("{place}（地图位置）").format(place=title)


async def below(talk: Talk, area: Area | None) -> Ask:
    """Which of the areas below `area` it is; None asks for the street."""
    options = [
        Option(str(choice.id), choice.name)
        for choice in await areas.choices_below(talk.session, area)
    ]
    if area is None:
        return Ask(_("请选街道："), options, columns=2)
    if area.level in (Level.COMMUNITY, Level.COMPOUND):
        options.append(Option(f"{HERE}{area.id}", _("就记{name}").format(name=area.name)))
    title = esc(await areas.title(talk.session, area))
    return Ask(_("{place}，请再选一个：").format(place=title), options, columns=2)


async def meant(talk: Talk, words: str) -> Ask | None:
    """Which of the areas found by `words` is meant; nothing if none was found."""
    found = await areas.search(talk.session, words)
    return await which_of(talk, found) if found else None


async def which_of(talk: Talk, found: Sequence[Area], *others: Option) -> Ask:
    """Which of these areas is meant, or `others`."""
    options = [Option(_final(area), await areas.title(talk.session, area)) for area in found]
    return Ask(_("您说的是哪一个？"), [*options, *others])


def _final(area: Area) -> str:
    # A street or a community is only the way to a place; a compound may be as much as one knows.
    return str(area.id) if area.level in (Level.STREET, Level.COMMUNITY) else f"{HERE}{area.id}"
