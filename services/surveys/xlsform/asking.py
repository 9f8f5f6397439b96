"""The type of a row, with its list of choices or its parameters: what kind of question it asks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.surveys.functions import NO, YES
from services.surveys.questions import Choice, Kind, Scale
from services.surveys.xlsform import convention
from services.surveys.xlsform.lists import ChoiceList
from services.surveys.xlsform.not_understood import Misfit, Trouble
from services.surveys.xlsform.tables import Row

_PARAMETER = re.compile(r"([a-z_-]+)\s*=\s*([^\s;,=]+)[\s;,]*", re.IGNORECASE)
_LONGEST = 200
"""Characters of parameters: a pattern is tried at each of them."""
_WHOLE = re.compile(r"-?\d{1,6}")
_ACKNOWLEDGED = (Choice("OK", "知道了"),)


class Refused(Exception):  # noqa: N818 - a refusal, named as those of the services
    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.trouble)
        self.misfit = misfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    kind: Kind
    list_name: str = ""
    choices: tuple[Choice, ...] = ()
    other: bool = False
    scale: Scale | None = None
    whole: bool = False


def asked(row: Row, lists: Mapping[str, ChoiceList]) -> Asked:
    """Raises Refused, with what is not understood."""
    written = row.line("type")
    kind = convention.TYPES.get(written.lower())
    parameters = _parameters(row)
    if kind is Kind.SCALE:
        return Asked(kind=kind, scale=_scale(row, parameters, lists))
    if parameters.keys() - {"max-pixels"} or (parameters and kind is not Kind.PHOTO):
        raise Refused(row.misfit(Trouble.PARAMETERS, "parameters"))
    if kind is None:
        return _select(row, written, lists)
    if written.lower() in convention.ACKNOWLEDGE:
        return Asked(kind=kind, choices=_ACKNOWLEDGED)
    return Asked(kind=kind, whole=written.lower() in convention.WHOLE)


def _select(row: Row, written: str, lists: Mapping[str, ChoiceList]) -> Asked:
    head, _space, rest = written.partition(" ")
    match = convention.SELECT.fullmatch(written) or convention.SELECT.fullmatch(
        f"{head.lower()} {rest}"
    )
    if match is None:
        raise Refused(row.misfit(Trouble.TYPE, "type"))
    found = lists.get(match["list"])
    if found is None:
        raise Refused(row.misfit(Trouble.NO_LIST, "type", match["list"]))
    kind = Kind.ONE if match["one"] else Kind.SEVERAL
    other = match["other"] is not None
    if kind is Kind.ONE and not other and _is_yes_no(match["list"], found):
        return Asked(kind=Kind.YES_NO)
    return Asked(kind=kind, list_name=match["list"], choices=tuple(found.choices), other=other)


def _is_yes_no(name: str, found: ChoiceList) -> bool:
    labels = {key: label.lower() for key, label in found.labels().items()}
    return name == convention.YES_NO_LIST and any(
        labels == {YES: yes, NO: no} and len(found.choices) == len(labels)
        for yes, no in convention.YES_NO_LABELS
    )


def _parameters(row: Row) -> dict[str, str]:
    written = row.line("parameters")
    if len(written) > _LONGEST or _PARAMETER.sub("", written).strip():
        raise Refused(row.misfit(Trouble.PARAMETERS, "parameters"))
    return {name.lower(): value for name, value in _PARAMETER.findall(written)}


def _scale(row: Row, parameters: dict[str, str], lists: Mapping[str, ChoiceList]) -> Scale:
    """Whole steps; labels only at both ends."""
    stars = convention.RATING in row.line("appearance").lower().split()
    low = parameters.pop("start", str(convention.FIRST))
    high = parameters.pop("end", str(convention.LAST))
    step = parameters.pop("step", "1")
    ends = parameters.pop("tick_labelset", row.line("name") + convention.ENDS if stars else "")
    labels = lists.get(ends, ChoiceList()).labels()
    if (
        parameters
        or step != "1"
        or not (_WHOLE.fullmatch(low) and _WHOLE.fullmatch(high))
        or labels.keys() - {low, high}
    ):
        raise Refused(row.misfit(Trouble.PARAMETERS, "parameters"))
    return Scale(
        int(low),
        int(high),
        stars=stars,
        low_label=labels.get(low, ""),
        high_label=labels.get(high, ""),
    )
