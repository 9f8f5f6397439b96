"""What the watch hands in."""

from handlers.common.subject import Subject
from handlers.watch import notices

SUBJECT = Subject(tellings=(notices.telling,))
