"""What Google's services were told about keeping the history of positions, for each account."""

from collections.abc import Iterator

from phonefx.formats import androidxml
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip


def settings(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each setting by its own name."""
    for element in opened.content.walk("string", "long", "int", "boolean", "float"):
        name = element.get("name")
        value = (element.get("value") or element.text).strip()
        if name and value:
            yield Event(key=name, category="setting of Google's history of positions", app="com.google.android.gms",
                        subject=name, detail=value)  # fmt: skip
        else:
            yield Skip(name, "no value")


parser(
    "android.location_reporting",
    title="Settings of Google's history of positions, Android",
    variants=["ULR_USER_PREFS"],
    files=["*/com.google.android.gms/shared_prefs/ULR_USER_PREFS.xml"],
    read=androidxml.read,
    records=settings,
    about="Names and values of the settings by which Google's services report and keep positions, as they are stored: "
    "what each name means is not published. Numbers in names may stand for an account. They carry no time of their "
    "own; values may be times.",
)
