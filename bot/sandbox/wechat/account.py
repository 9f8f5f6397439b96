"""The official account as its owner set it up."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What the account is allowed, which is all that differs between kinds here."""

    VERIFIED_SERVICE = "认证服务号"
    UNVERIFIED = "未认证服务号"
    TEST = "测试号"


@dataclass(frozen=True)
class Account:
    """name: as people see it. token: signs callbacks. aes_key: EncodingAESKey, 43 characters; empty
    for plain mode. gh_id: the account's id in messages. allowed_ips: who may get a token; None:
    everybody.
    """

    appid: str = "wx49f0ab532d5d035a"
    secret: str = "5a9d2b7c14e84f0c9f3e6a7b8c9d0e1f"  # noqa: S105 — opens the sandbox only
    token: str = "123456"  # noqa: S105
    aes_key: str = ""
    gh_id: str = "gh_fc84a1d1c3e5"
    kind: Kind = Kind.VERIFIED_SERVICE
    allowed_ips: frozenset[str] | None = None
    name: str = "近邻"
