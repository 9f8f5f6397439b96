"""What the messengers can do, and how much they take."""

from dataclasses import dataclass, replace

from bot.sender.limits import TELEGRAM, WECHAT, WECOM, WECOM_WEBHOOK, ChannelLimits
from storage.tables import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Of one messenger. A new one is a value in CAPABILITIES."""

    limits: ChannelLimits
    replies: bool
    """People can reply to a message of ours, and be made to: else their next words count."""
    groups: bool
    """Volunteers can have a group there, with us in it."""
    alone: bool = True
    """Who is in a group there can have a chat with us alone."""
    keys: bool = False
    """What can be chosen stands below the input field until something else takes its place."""
    locations: bool = True
    """People can send where they are."""
    attach: str = "📎"
    """What they press beside the input field for that."""
    buttons: bool = True
    """What stands on a button is kept by the messenger, and comes back when it is pressed."""
    group_files: bool = True
    """Files that people send reach us in groups, too."""
    one_connection: bool = False
    """What arrives comes over the connection by which is sent, of which there may be one."""


CAPABILITIES = {
    Channel.TELEGRAM.messenger: Capabilities(limits=TELEGRAM, replies=True, keys=True, groups=True),
    Channel.WECHAT.messenger: Capabilities(
        limits=WECHAT, replies=False, groups=False, buttons=False, attach="＋"
    ),
    Channel.WECOM.messenger: Capabilities(
        limits=WECOM,
        replies=False,
        groups=False,
        locations=False,
        group_files=False,
        one_connection=True,
    ),
    Channel.WECOM_WEBHOOK.messenger: Capabilities(
        limits=WECOM_WEBHOOK, replies=False, groups=False, alone=False, group_files=False
    ),
}


def capabilities_of(channel: Channel) -> Capabilities:
    return CAPABILITIES[channel.messenger]


def limits_of(channel: Channel) -> ChannelLimits:
    """Each account has its own."""
    return replace(capabilities_of(channel).limits, channel=channel)
