"""What surveys hand in."""

from handlers.common.subject import Subject
from handlers.surveys.results import notices as outcomes
from storage.tables import Survey

SUBJECT = Subject(tellings=(outcomes.telling,), rows={"survey": Survey})
