"""Areas, kinds, canned answers, rules and times of keeping as CSV, in the form that is imported."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import sheets
from storage.importing import areas as area_sheet
from storage.importing import canned_answers as canned_sheet
from storage.importing import categories as category_sheet
from storage.importing import hot_spot_rules as hot_spot_sheet
from storage.importing import rate_rules as rate_rule_sheet
from storage.importing import retention as retention_sheet
from storage.retention import times
from storage.tables import Area, CannedAnswer, Category, HotSpotRule, RateRule

_LEVEL = {level: word for word, level in sheets.LEVELS.items()}
_PURPOSE = {purpose: word for word, purpose in sheets.PURPOSES.items()}
_CANNED_FOR = {used_for: word for word, used_for in sheets.CANNED_FOR.items()}
_YES_NO = {value: word for word, value in sheets.YES_NO.items()}


async def export_areas(session: AsyncSession) -> bytes:
    """The whole tree, a branch after another."""
    areas = {area.id: area for area in await session.scalars(select(Area))}
    rows = [
        (
            area.code,
            areas[area.parent_id].code if area.parent_id else "",
            _LEVEL[area.level],
            area.name,
            area.latitude,
            area.longitude,
            area.phone,
        )
        for area in sorted(areas.values(), key=lambda area: area.lineage)
    ]
    return sheets.write(area_sheet.HEADINGS, rows)


async def export_categories(session: AsyncSession) -> bytes:
    """In the order in which people are offered them, those out of use too."""
    found = await session.scalars(select(Category).order_by(Category.position, Category.id))
    rows = [
        (
            category.key,
            category.position,
            *(category.names.get(language) for language in category_sheet.NAMES),
            *(category.questions.get(language) for language in category_sheet.QUESTIONS),
            _PURPOSE[category.team],
            category.respond_hours,
            category.solve_hours,
            category.warn_percent,
            category.up_hours,
            _YES_NO[category.urgent],
            _YES_NO[category.active],
        )
        for category in found
    ]
    return sheets.write(category_sheet.HEADINGS, rows)


async def export_canned_answers(session: AsyncSession) -> bytes:
    """By what they are for, in the order in which they are offered, those out of use too."""
    keys = {category.id: category.key for category in await session.scalars(select(Category))}
    found = await session.scalars(
        select(CannedAnswer).order_by(
            CannedAnswer.used_for, CannedAnswer.category_id, CannedAnswer.position, CannedAnswer.id
        )
    )
    rows = [
        (
            each.key,
            _CANNED_FOR[each.used_for],
            keys[each.category_id] if each.category_id else "",
            each.position,
            each.text,
            _YES_NO[each.active],
        )
        for each in found
    ]
    return sheets.write(canned_sheet.HEADINGS, rows)


async def export_retention(session: AsyncSession) -> bytes:
    """Every rule with the time that holds, the usual ones too."""
    rows = [(name, kept.days) for name, kept in (await times(session)).items()]
    return sheets.write(retention_sheet.HEADINGS, rows)


async def export_hot_spot_rules(session: AsyncSession) -> bytes:
    """That for all first."""
    keys = {each.id: each.key for each in await session.scalars(select(Category))}
    found = await session.scalars(select(HotSpotRule))
    rows = sorted(
        (
            keys.get(rule.category_id or 0, ""),
            rule.requests,
            rule.days,
            rule.within_m,
            rule.quiet_days,
        )
        for rule in found
    )
    return sheets.write(hot_spot_sheet.HEADINGS, rows)


async def export_rate_rules(session: AsyncSession) -> bytes:
    """The oldest first."""
    found = await session.scalars(select(RateRule).order_by(RateRule.from_day))
    rows = [
        (
            rule.from_day.isoformat(),
            rule.response_weight,
            rule.solved_weight,
            rule.satisfied_weight,
            rule.fair_percent,
            _YES_NO[rule.half_counts],
            _YES_NO[rule.only_last],
        )
        for rule in found
    ]
    return sheets.write(rate_rule_sheet.HEADINGS, rows)
