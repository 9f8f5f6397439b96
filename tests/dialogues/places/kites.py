"""Kite shops: a kind of place that the demo community has none of, put where a test wants."""

from typing import Any

from sqlalchemy import select

from storage.tables import Area, Place, PlaceKind, PlaceSpot, PlaceTheme
from tests.dialogues.phones import Desk

HOME = "junmen-xincun-3"
"""The building where the resident lives."""
ONE_HUNDRED_METRES = 0.0009
"""Of latitude, in degrees."""
FROM_HOME = "从我家找：军门社区 · 军门新村 · 3号楼"
KITES, STAMPS = "风筝铺", "集邮角"


async def set_up(desk: Desk) -> None:
    """The theme 玩乐 with its kinds 风筝铺 and 集邮角, which has nothing in it."""
    async with desk.app.database.transaction() as session:
        names = {"zh": "玩乐", "zh_Hant": "玩樂", "en": "Hobbies"}
        session.add(PlaceTheme(key="hobbies", position=99, names=names))
        await session.flush()
        for position, (key, name, words) in enumerate(
            [("kites", KITES, ["放风筝"]), ("stamps", STAMPS, ["换邮票"])]
        ):
            names = {"zh": name, "zh_Hant": name, "en": key}
            session.add(
                PlaceKind(key=key, theme="hobbies", position=position, names=names, words=words)
            )


async def opens(desk: Desk, name: str, *, metres_north: float = 0, **more: Any) -> int:
    """A kite shop so far north of the resident's home; returns the place's id."""
    hours = more.pop("hours", "Mo-Su 08:00-18:00")
    async with desk.app.database.transaction() as session:
        kind = await session.scalar(select(PlaceKind).where(PlaceKind.key == "kites"))
        area = await session.scalar(select(Area).where(Area.code == "350102004001"))
        home = await session.scalar(select(Area).where(Area.code == HOME))
        assert kind is not None
        assert area is not None
        assert home is not None
        assert home.latitude is not None
        place = Place(
            code=f"test-{name}", kind_id=kind.id, area_id=area.id, name=name,
            address="津泰路 1 号", **more,
        )  # fmt: skip
        session.add(place)
        await session.flush()
        session.add(
            PlaceSpot(
                place_id=place.id,
                name="",
                latitude=home.latitude + metres_north / 100 * ONE_HUNDRED_METRES,
                longitude=home.longitude,
                hours=hours,
                listed_kind_id=kind.id,
            )
        )
        return place.id
