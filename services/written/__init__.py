"""Reading what people write: words as they are kept, days and times, numbers."""

from services.written.telephones import telephone
from services.written.text import line, line_if_any, lines, lines_if_any

__all__ = ["line", "line_if_any", "lines", "lines_if_any", "telephone"]
