"""The figures of a report as people read them: one list for the picture, the text and Excel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from handlers.common.i18n import _
from services.figures import Measure, Value
from services.numbers.counting import Figures, Spread, What
from services.numbers.rates import LEAST, Rates
from services.numbers.report import Report


class Kind(Enum):
    """What a figure is, and with that how it is written."""

    COUNT = "count"
    SHARE = "share"
    """From 0 to 1."""
    SCORE = "score"
    HOURS = "hours"


class More(Enum):
    """What it means that there is more of it than before."""

    GOOD = 1
    BAD = -1
    NEITHER = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An amount, and of how many it is the share or the middle; None where nothing stands there."""

    amount: float | None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """What one figure is called, and where it is found in the sums of a period."""

    label: Callable[[], str]
    kind: Kind
    found: Callable[[Figures], Found]
    more: More = More.NEITHER


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of a report beside that of the period before; `before` None: not compared."""

    label: str
    kind: Kind
    more: More
    now: Found
    before: Found | None

    @property
    def value(self) -> str:
        return written(self.now.amount, self.kind)

    @property
    def was(self) -> str:
        return written(self.before.amount, self.kind) if self.before else ""

    @property
    def change(self) -> str:
        """Such as ▲3; empty where there is nothing to compare."""
        difference = self._difference
        if difference is None:
            return ""
        size = _size(difference, self.kind)
        if size == _size(0, self.kind):
            return _("持平")
        return f"{'▲' if difference > 0 else '▼'}{size}"

    @property
    def got_better(self) -> bool | None:
        """None where it is as before, or neither is better."""
        difference = self._difference
        if not difference or self.more is More.NEITHER:
            return None
        return (difference > 0) == (self.more is More.GOOD)

    @property
    def _difference(self) -> float | None:
        before = self.before.amount if self.before else None
        if self.now.amount is None or before is None:
            return None
        return self.now.amount - before


def written(amount: float | None, kind: Kind) -> str:
    """Such as 23, 92.0%, 90.4, 5.5小时; a dash for nothing."""
    if amount is None:
        return "—"
    match kind:
        case Kind.COUNT:
            return f"{amount:.0f}"
        case Kind.SHARE:
            return f"{amount:.1%}"
        case Kind.SCORE:
            return f"{amount:.1f}"
        case Kind.HOURS if amount < 1:
            return _("{minutes}分钟").format(minutes=round(amount * 60))
        case Kind.HOURS:
            return _("{hours}小时").format(hours=f"{amount:.1f}".removesuffix(".0"))


def in_hours(length: timedelta) -> float:
    return length / timedelta(hours=1)


def _size(difference: float, kind: Kind) -> str:
    """Without its sign; of shares in points of a hundred."""
    if kind is Kind.SHARE:
        return _("{points}百分点").format(points=f"{abs(difference) * 100:.1f}")
    return written(abs(difference), kind)


def count(what: What) -> Callable[[Figures], Found]:
    return lambda figures: Found(figures[what])


def rate(of: Callable[[Rates], float]) -> Callable[[Figures], Found]:
    """Nothing where there are so few answers that one could be told from the others."""

    def found(figures: Figures) -> Found:
        rates = figures.rates
        return Found(of(rates) if rates.may_show else None, rates.valid)

    return found


def _middle(spread: Spread | None) -> Found:
    return Found(in_hours(spread.median), spread.count) if spread else Found(None, 0)


def _ninetieth(spread: Spread | None) -> Found:
    return Found(in_hours(spread.ninetieth), spread.count) if spread else Found(None, 0)


def _kept(figures: Figures) -> Found:
    ended = figures[What.KEPT] + figures[What.BROKEN] + figures[What.MOVED]
    return Found(figures.kept, ended)


FILED = Figure(lambda: _("收到"), Kind.COUNT, count(What.FILED))
RESOLVED = Figure(lambda: _("办结"), Kind.COUNT, count(What.RESOLVED), More.GOOD)
OPEN = Figure(lambda: _("期末在办"), Kind.COUNT, lambda figures: Found(figures.open), More.BAD)
LATE = Figure(
    lambda: _("超时"),
    Kind.COUNT,
    lambda figures: Found(figures[What.NOT_TAKEN] + figures[What.NOT_SOLVED]),
    More.BAD,
)
SCORE = Figure(lambda: _("三率得分"), Kind.SCORE, rate(lambda rates: rates.score), More.GOOD)
SATISFIED = Figure(
    lambda: _("满意率"), Kind.SHARE, rate(lambda rates: rates.satisfaction), More.GOOD
)
SOLVED = Figure(lambda: _("解决率"), Kind.SHARE, rate(lambda rates: rates.solution), More.GOOD)
RESPONSE = Figure(lambda: _("响应率"), Kind.SHARE, rate(lambda rates: rates.response), More.GOOD)
TO_SOLVE = Figure(
    lambda: _("办结用时"), Kind.HOURS, lambda figures: _middle(figures.to_solve), More.BAD
)

FIGURES: Sequence[Figure] = (
    FILED,
    Figure(lambda: _("已接单"), Kind.COUNT, count(What.TAKEN)),
    RESOLVED,
    OPEN,
    LATE,
    Figure(lambda: _("其中：到时没人接"), Kind.COUNT, count(What.NOT_TAKEN), More.BAD),
    Figure(lambda: _("其中：到时没办完"), Kind.COUNT, count(What.NOT_SOLVED), More.BAD),
    SCORE,
    RESPONSE,
    SOLVED,
    SATISFIED,
    Figure(lambda: _("接单用时"), Kind.HOURS, lambda figures: _middle(figures.to_take), More.BAD),
    Figure(
        lambda: _("接单用时（九成以内）"),
        Kind.HOURS,
        lambda figures: _ninetieth(figures.to_take),
        More.BAD,
    ),
    TO_SOLVE,
    Figure(
        lambda: _("办结用时（九成以内）"),
        Kind.HOURS,
        lambda figures: _ninetieth(figures.to_solve),
        More.BAD,
    ),
    Figure(lambda: _("重办"), Kind.COUNT, count(What.REOPENED), More.BAD),
    Figure(lambda: _("承诺兑现率"), Kind.SHARE, _kept, More.GOOD),
    Figure(lambda: _("承诺没兑现"), Kind.COUNT, count(What.BROKEN), More.BAD),
    Figure(lambda: _("承诺改期"), Kind.COUNT, count(What.MOVED), More.BAD),
    Figure(lambda: _("退回次数"), Kind.COUNT, count(What.RETURNED), More.BAD),
    Figure(lambda: _("吹哨"), Kind.COUNT, count(What.JOINT)),
    Figure(lambda: _("不予受理"), Kind.COUNT, count(What.DECLINED)),
    Figure(lambda: _("居民撤回"), Kind.COUNT, count(What.WITHDRAWN)),
    Figure(lambda: _("合并到别的诉求"), Kind.COUNT, count(What.MERGED)),
)
"""Of requests, in the order of the text and of Excel's columns."""
TILES = (FILED, RESOLVED, OPEN, LATE, SCORE, SATISFIED, SOLVED, TO_SOLVE)
"""Those that stand large on the picture."""
_MEASURES: Mapping[Measure, tuple[Callable[[], str], Kind, More]] = {
    Measure.CARE_ALERTS: (lambda: _("平安守望：要去看的"), Kind.COUNT, More.NEITHER),
    Measure.CARE_WAIT: (lambda: _("平安守望：多久有人去看"), Kind.HOURS, More.BAD),
    Measure.CARE_UNHEEDED: (lambda: _("平安守望：没人去看的"), Kind.COUNT, More.BAD),
    Measure.MEALS_SERVED: (lambda: _("食堂：吃了的份数"), Kind.COUNT, More.GOOD),
    Measure.MEALS_MISSED: (lambda: _("食堂：没来取的份数"), Kind.COUNT, More.BAD),
    Measure.SERVICES: (lambda: _("志愿服务次数"), Kind.COUNT, More.GOOD),
    Measure.SERVICE_TIME: (lambda: _("志愿服务时长"), Kind.HOURS, More.GOOD),
    Measure.DOORS_LISTED: (lambda: _("走访：名单上的户数"), Kind.COUNT, More.NEITHER),
    Measure.DOORS_VISITED: (lambda: _("走访：见到人的户数"), Kind.COUNT, More.GOOD),
    Measure.NEEDS_SAID: (lambda: _("居民提的需求"), Kind.COUNT, More.NEITHER),
    Measure.PROJECTS_BEGUN: (lambda: _("需求：立项的"), Kind.COUNT, More.GOOD),
    Measure.PROJECTS_DONE: (lambda: _("需求：办成的项目"), Kind.COUNT, More.GOOD),
    Measure.ANNOUNCED: (lambda: _("发的通知"), Kind.COUNT, More.NEITHER),
    Measure.ANNOUNCED_TO: (lambda: _("通知送到（人次）"), Kind.COUNT, More.NEITHER),
    Measure.PLACES: (lambda: _("服务地图上的地点"), Kind.COUNT, More.NEITHER),
    Measure.PLACES_OLD: (lambda: _("很久没核对的地点"), Kind.COUNT, More.BAD),
    Measure.MESSAGES_TELEGRAM: (lambda: _("消息：Telegram 送到"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_WECOM: (lambda: _("消息：企业微信送到"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_REPLY: (lambda: _("消息：微信当场回复"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_SERVICE: (lambda: _("消息：微信客服消息"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_TEMPLATE: (lambda: _("消息：微信模板消息提醒"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_SUBSCRIPTION: (lambda: _("消息：微信订阅通知提醒"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_ELSEWHERE: (lambda: _("消息：换个渠道送到"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_STAFF: (lambda: _("消息：电话或上门告知"), Kind.COUNT, More.NEITHER),
    Measure.MESSAGES_NOBODY: (lambda: _("消息：没送到"), Kind.COUNT, More.BAD),
}
_AS_THEY_ARE_NOW = {Measure.PLACES, Measure.PLACES_OLD}


def shown(figure: Figure, report: Report) -> Shown:
    return Shown(
        figure.label(),
        figure.kind,
        figure.more,
        figure.found(report.total),
        figure.found(report.before),
    )


def of_requests(report: Report) -> list[Shown]:
    return [shown(figure, report) for figure in FIGURES]


def of_others(report: Report) -> list[Shown]:
    """What the other subjects count; nothing of what a community does not have."""
    found = []
    for measure, amount in report.others.items():
        label, kind, more = _MEASURES[measure]
        before = report.others_before.get(measure)
        compared = None if measure in _AS_THEY_ARE_NOW else _of(before)
        found.append(Shown(label(), kind, more, _of(amount), compared))
    return found


def _of(value: Value | None) -> Found:
    return Found(in_hours(value) if isinstance(value, timedelta) else value)


def few() -> str:
    """Why a rate may be missing."""
    return _("评价不满 {least} 份的，不显示比率，以免认出是谁评的。").format(least=LEAST)
