"""Reading the XML of callbacks."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 64 * 1024
"""Bytes. A message has 2,048 of text and some ids; sealed it grows by a third."""


class NotXmlError(ValueError):
    """It is no XML, uses what only attackers use (a DTD, entities), or is longer than LARGEST."""


def read_xml(body: bytes) -> Element:
    """The root element. Raises NotXmlError, which says nothing of what stood in it."""
    if len(body) > LARGEST:
        raise NotXmlError(f"{len(body)} bytes are too many")
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        # LookupError: an encoding that nobody knows.
        raise NotXmlError(type(error).__name__) from None
    return root
