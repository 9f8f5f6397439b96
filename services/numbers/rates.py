"""The three rates (三率), by the formulae of 12345's public analysis code.

Of V valid answers to 回访, 响应率 is the share of those who were contacted, 解决率 of those whose
matter is solved, 满意率 of the content, where 基本满意 counts 0.9. The score is 0.1, 0.5 and 0.4 of
them. Weights and what is valid differ by place and are data: `python -m bot import rate-rules`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import RateRule, Satisfaction

LEAST = 5
"""So many answers at least stand behind a rate that is shown: staff see no single rating."""
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Asking:
    """What came of asking once whether it helped."""

    ticket_id: int
    round: int
    contacted: bool | None
    """False where they say that nobody did; else they were."""
    solved: bool | None
    satisfaction: Satisfaction | None
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `rate_rules`, or what holds where there is none."""

    response_weight: int = 10
    solved_weight: int = 50
    satisfied_weight: int = 40
    fair_percent: int = 90
    half_counts: bool = False
    only_last: bool = False
    """Of a request that was rated again (重办) the last answer of a period counts; see `Books`."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Sums of answers, so that those of parts add up; the shares are from 0 to 1."""

    valid: int = 0
    contacted: int = 0
    solved: int = 0
    satisfied: int = 0
    fair: int = 0
    rule: Rule = Rule()
    hidden: bool = False
    """It would tell what those say who are too few; see `services.numbers.blinding`."""

    @property
    def response(self) -> float:
        return self.contacted / self.valid

    @property
    def solution(self) -> float:
        return self.solved / self.valid

    @property
    def satisfaction(self) -> float:
        return (self.satisfied + self.fair * self.rule.fair_percent / _PERCENT) / self.valid

    @property
    def score(self) -> float:
        """From 0 to 100."""
        return (
            self.rule.response_weight * self.response
            + self.rule.solved_weight * self.solution
            + self.rule.satisfied_weight * self.satisfaction
        )

    @property
    def may_show(self) -> bool:
        """Whether there are enough answers that none can be told from the others."""
        return self.valid >= LEAST and not self.hidden


async def rule_on(session: AsyncSession, day: date) -> Rule:
    """The rule that holds on `day`, of the community's zone."""
    stored = await session.scalar(
        select(RateRule).where(RateRule.from_day <= day).order_by(RateRule.from_day.desc()).limit(1)
    )
    if stored is None:
        return Rule()
    return Rule(
        stored.response_weight,
        stored.solved_weight,
        stored.satisfied_weight,
        stored.fair_percent,
        stored.half_counts,
        stored.only_last,
    )


def rates(askings: Collection[Asking], rule: Rule) -> Rates:
    """Of all valid ones. Who says that it is not solved is not asked how content they are."""
    valid = those_valid(askings, rule)
    return Rates(
        valid=len(valid),
        contacted=sum(each.contacted is not False for each in valid),
        solved=sum(each.solved is True for each in valid),
        satisfied=sum(each.satisfaction is Satisfaction.SATISFIED for each in valid),
        fair=sum(each.satisfaction is Satisfaction.FAIR for each in valid),
        rule=rule,
    )


def those_valid(askings: Collection[Asking], rule: Rule) -> list[Asking]:
    return [each for each in askings if is_valid(each, rule)]


def is_valid(asking: Asking, rule: Rule) -> bool:
    """Whether the author said enough: that it is not solved, or how content they are."""
    whole = asking.solved is False or asking.satisfaction is not None
    return whole or (rule.half_counts and asking.solved is True)
