"""What WeChat tells of messages outside any window: what became of them, and who agrees to them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_LONGEST_ID = 64
_DONE = ("success", "0")


@dataclass(frozen=True, slots=True)
class TemplateEnded:
    """What became of a template message. msg_id: what sending it returned."""

    msg_id: int
    delivered: bool
    status: str
    """`success`, `failed:user block`, `failed: system failed`."""


@dataclass(frozen=True, slots=True)
class Consent:
    """An answer to whether one may be sent, or a change in the account's settings."""

    template_id: str
    agreed: bool
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Consents:
    every: Sequence[Consent]


@dataclass(frozen=True, slots=True)
class SubscriptionFailed:
    """A message that they had agreed to did not reach them; WeChat does not say which."""

    template_id: str


NoticeEvent = TemplateEnded | Consents | SubscriptionFailed


def template_ended(root: Element) -> TemplateEnded | None:
    number, status = (root.findtext("MsgID") or "").strip(), _text(root, "Status")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        return None
    return TemplateEnded(int(number), delivered=status == "success", status=status)


def answered(root: Element) -> Consents | None:
    """On the page or in the article that asks."""
    found = _listed(root, "SubscribeMsgPopupEvent")
    every = [Consent(template_id, agreed) for template_id, agreed in found]
    return Consents(every) if every else None


def changed(root: Element) -> Consents | None:
    """In the account's settings, where they can only take it back."""
    found = _listed(root, "SubscribeMsgChangeEvent")
    every = [Consent(each, agreed=False, taken_back=True) for each, agreed in found if not agreed]
    return Consents(every) if every else None


def sent(root: Element) -> SubscriptionFailed | None:
    """None of one that reached them."""
    for each in root.findall("SubscribeMsgSentEvent/List"):
        if _text(each, "ErrorCode") not in _DONE and _text(each, "ErrorStatus") not in _DONE:
            return SubscriptionFailed(_text(each, "TemplateId")[:_LONGEST_ID])
    return None


EVENTS: Mapping[str, Callable[[Element], NoticeEvent | None]] = {
    "event:TEMPLATESENDJOBFINISH": template_ended,
    "event:subscribe_msg_popup_event": answered,
    "event:subscribe_msg_change_event": changed,
    "event:subscribe_msg_sent_event": sent,
}


def _listed(root: Element, name: str) -> Iterator[tuple[str, bool]]:
    """A template's id, and whether it was accepted."""
    for each in root.findall(f"{name}/List"):
        template_id = _text(each, "TemplateId")
        if 0 < len(template_id) <= _LONGEST_ID:
            yield template_id, _text(each, "SubscribeStatusString") == "accept"


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
