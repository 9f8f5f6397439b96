"""People who are looked for by their names."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, validates

from storage import folding


class Named:
    """A table with a person's `name`, whose normal form follows it wherever a row is changed.

    An INSERT or UPDATE that knows no rows sets both columns itself.
    """

    name_form: Mapped[str] = mapped_column(String(folding.NAME_LIMIT))
    """See `folding.person`."""

    @validates("name")
    def _set_name_form(self, _key: str, name: str) -> str:
        self.name_form = folding.person(name)
        return name
