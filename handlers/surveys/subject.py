"""What surveys hand in."""

from handlers.common.subject import Subject
from storage.tables import Survey

SUBJECT = Subject(rows={"survey": Survey})
