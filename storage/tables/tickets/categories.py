"""What requests are about, as data: names, questions, team, hours."""

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, text_enum
from storage.tables.groups import Purpose


class Category(Base):
    """A kind of request (诉求类别), such as 路灯."""

    __tablename__ = "categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int]
    names: Mapped[dict[str, str]]
    """Language (zh, zh_Hant, en) → name."""
    questions: Mapped[dict[str, str]]
    """Language → the category's own question; empty where it has none."""
    team: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    respond_hours: Mapped[int]
    """Within how many hours the person hears from us: working hours, or by the clock if urgent."""
    solve_hours: Mapped[int] = mapped_column(default=49, server_default=text("49"))
    """Within how many hours it is done, counted likewise from when it was filed or opened again;
    12345's usual seven days, of seven hours each, where nothing else is said."""
    warn_percent: Mapped[int] = mapped_column(default=80, server_default=text("80"))
    """After which share of a time its taker is warned."""
    up_hours: Mapped[int] = mapped_column(default=7, server_default=text("7"))
    """How many hours after a group was called the level above hears of it, counted likewise."""
    urgent: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)

    def name(self, language: str) -> str:
        return self.names[language]

    def question(self, language: str) -> str | None:
        return self.questions.get(language)


class CategoryPhrase(Base):
    """Words in which people speak of a category; the suggestions learn from them."""

    __tablename__ = "category_phrases"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("categories.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("category_id", "text"),)
