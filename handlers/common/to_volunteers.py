"""The button that passes something on to the volunteers, on whichever card it stands."""

from aiogram.filters.callback_data import CallbackData

from handlers.common.button_data import RowId
from storage.tables import TaskSource


class ToVolunteers(CallbackData, prefix="tovol"):
    """Somebody wants volunteers for this: `id` is the source's row, as `Task.source_id`."""

    source: TaskSource
    id: RowId
