"""The words of XLSForm, with the older ones that pyxform still reads, and which of them we know."""

import re

from services.surveys.questions import Kind

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"

TYPES: dict[str, Kind] = {
    "text": Kind.WORDS,
    "string": Kind.WORDS,
    "integer": Kind.NUMBER,
    "int": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "date": Kind.DATE,
    "image": Kind.PHOTO,
    "photo": Kind.PHOTO,
    "geopoint": Kind.PLACE,
    "gps": Kind.PLACE,
    "location": Kind.PLACE,
    "range": Kind.SCALE,
    "acknowledge": Kind.ONE,
    "trigger": Kind.ONE,
}
WHOLE = ("integer", "int")
ACKNOWLEDGE = ("acknowledge", "trigger")
BEGIN_GROUP = ("begin_group", "begin group")
END_GROUP = ("end_group", "end group")
SILENT = ("start", "end", "today")
"""What a telephone notes by itself. We keep the day of an answer, and nothing finer."""
SELECT = re.compile(
    r"(?:(?P<one>select[_ ]one(?: from)?|select1)"
    r"|select_multiple(?: from)?|select all that apply(?: from)?)"
    r" (?P<list>\S+)(?P<other> or_other| or specify other)?"
)

YES = ("yes", "true", "true()", "是")
"""是 is what a cell is read as that Excel keeps as TRUE."""
NO = ("no", "false", "false()", "否", "")
YES_NO_LIST = "yes_no"
YES_NO_LABELS = (("是", "否"), ("yes", "no"))

ALIASES = {
    SURVEY: {
        "command": "type",
        "tag": "name",
        "value": "name",
        "caption": "label",
        "relevance": "relevant",
        "calculate": "calculation",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "constraint-msg": "constraint_message",
        "requiredmsg": "required_message",
        "jr:requiredmsg": "required_message",
    },
    CHOICES: {"value": "name", "caption": "label"},
    SETTINGS: {
        "title": "form_title",
        "set_form_title": "form_title",
        "id_string": "form_id",
        "set_form_id": "form_id",
    },
}
PREFIX = re.compile(r"(?:bind|control|body)::?")
TRANSLATED = ("label", "hint", "constraint_message", "required_message")
REMARKS = ("comment", "comments", "notes", "remark", "remarks", "备注")
READ = {
    SURVEY: (
        "type",
        "name",
        "label",
        "hint",
        "required",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "appearance",
        "parameters",
    ),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: ("form_title", "form_id", "default_language"),
}
LEFT_OUT = {
    SURVEY: ("required_message", "rows", "autoplay", *REMARKS),
    CHOICES: REMARKS,
    SETTINGS: ("version", "style", "instance_name", "allow_choice_duplicates", *REMARKS),
}
"""Columns that change nothing of what is asked."""
NEEDED = {SURVEY: ("type", "name"), CHOICES: ("list_name", "name"), SETTINGS: ()}

LOOKS = re.compile(
    r"minimal|autocomplete|quick|quickcompact|compact(-\d+)?|horizontal(-compact)?|vertical|likert"
    r"|columns(-pack|-\d+)?|multiline|numbers|field-list|w\d+|maps|no-ticks|picker|no-calendar"
)
"""Appearances that change only how a question looks on a telephone with ODK or Enketo."""
RATING = "rating"
ENDS = "_ends"
"""After a question's name: the list of the labels at the ends of its scale."""
FIRST, LAST = 1, 10
"""Of a range that does not say."""
