"""aiogram with each of its models built when it is first used.

aiogram 3.31 has some 480 models for what the Bot API knows and says, and builds them all while it
is imported: 2.3 seconds and 110 MB, of which a bot uses a tenth. pydantic can leave a model unbuilt
until then (`defer_build`), and so aiogram's types are marked, but two things stand against it:

- `aiogram.types` calls `model_rebuild` for every type at its end, because the annotations name
  types that are imported for type checkers only. Here that call only gives the type's module the
  names; annotations are read with the names of their module, so that any model then builds
  whenever, and from wherever, it is needed.
- Methods are not marked. They are here, by the configuration that all models inherit.

Nothing depends on it: without this module, or where a newer aiogram or pydantic goes about it in
another way, all works as before, only slower. `tests/bot/test_start.py` then says so.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from inspect import get_annotations
from typing import Any
from unittest.mock import patch

from pydantic import BaseModel, ConfigDict

_NAME = re.compile(r"[^\W\d]\w*")


def import_aiogram() -> None:
    """To be called before anything else imports aiogram."""
    with _unbuilt():
        import_module("aiogram")


@contextmanager
def _unbuilt() -> Iterator[None]:
    """Models that are defined within are built when they are first used."""
    build = vars(BaseModel)["model_rebuild"].__func__

    def postponed(
        cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **how: Any
    ) -> bool | None:
        if _types_namespace is None:
            built: bool | None = build(cls, **how)
            return built
        _give_names(cls, _types_namespace)
        return False

    with (
        patch.object(BaseModel, "model_rebuild", classmethod(postponed)),
        patch.object(BaseModel, "model_config", ConfigDict(defer_build=True)),
    ):
        yield


def _give_names(model: type[BaseModel], known: Mapping[str, Any]) -> None:
    """Let the model's module have what its annotations name, those it inherits included."""
    module = vars(sys.modules[model.__module__])
    for each in model.__mro__:
        for annotation in get_annotations(each).values():
            for name in _NAME.findall(str(annotation)):
                if name in known:
                    module.setdefault(name, known[name])
