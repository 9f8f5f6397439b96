"""The XML of callbacks and of passive replies."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

Value: TypeAlias = "str | float | Mapping[str, Value] | Sequence[Mapping[str, Value]]"
Fields = Mapping[str, Value]

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class NotXmlError(ValueError):
    """The text is no XML, or uses what only attackers use (a DTD, entities)."""


def write_xml(fields: Fields) -> bytes:
    """`<xml>` with an element for each field; words in CDATA, numbers bare, a list repeats."""
    return f"<xml>{_elements(fields)}</xml>".encode()


def read_xml(text: bytes) -> Element:
    """The root element. Raises NotXmlError."""
    try:
        root: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotXmlError(str(error)) from None
    return root


def _elements(fields: Fields) -> str:
    return "".join(
        f"<{name}>{_content(item)}</{name}>"
        for name, value in fields.items()
        for item in (value if isinstance(value, list | tuple) else [value])
    )


def _content(value: object) -> str:
    if isinstance(value, Mapping):
        return _elements(value)
    if isinstance(value, int | float):
        return str(value)
    words = _NOT_XML.sub("", str(value)).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{words}]]>"
