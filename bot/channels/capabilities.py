"""What the messengers can do, and how much they take."""

from dataclasses import dataclass

from bot.sender.limits import TELEGRAM, ChannelLimits
from storage.tables import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Of one channel. A new one is a value in CAPABILITIES."""

    limits: ChannelLimits
    replies: bool
    """People can reply to a message of ours, and be made to: else their next words count."""


CAPABILITIES = {Channel.TELEGRAM: Capabilities(limits=TELEGRAM, replies=True)}
