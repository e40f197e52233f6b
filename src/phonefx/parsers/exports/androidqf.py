"""androidqf: what the acquisition tool noted of an Android phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from phonefx.formats.jsonrows import rows
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.parsers.values import stated
from phonefx.records import App, DeviceFact, Record, Skip


def packages(opened: Opened) -> Iterator[Record | Skip]:
    """Installed apps, keyed by their place in the list."""
    for key, row in opened.content:
        name = row.get("name") if isinstance(row, dict) else None
        if not isinstance(name, str):
            yield Skip(key, "no package")
            continue
        files = row.get("files")
        paths = [str(each.get("path")) for each in files if isinstance(each, dict)] if isinstance(files, list) else []
        rest = {flag: row[flag] for flag in ("uid", "disabled", "system", "third_party") if flag in row}
        installer = row.get("installer")
        yield App(
            key=key, identifier=name, installer=None if installer in {None, "null", ""} else str(installer),
            detail=", ".join(paths) or None, extra=json.dumps(rest, sort_keys=True) if rest else None,
        )  # fmt: skip


def acquisition(file: BinaryIO) -> dict[str, Any]:
    """Read the note about the acquisition."""
    found = json.loads(whole(file))
    if not isinstance(found, dict) or not {"uuid", "started"} & found.keys():
        msg = "no acquisition note"
        raise ValueError(msg)
    return found


def noted(opened: Opened) -> Iterator[Record]:
    """When and by what the phone was acquired."""
    for name in ("started", "completed"):
        if (value := opened.content.get(name)) is not None:
            yield DeviceFact(key=name, name=f"acquisition {name}", value=str(value), time=stated(value))


parser(
    "exports.androidqf.packages", title="Installed apps, androidqf", files=["*/packages.json"], read=rows,
    records=packages,
    about="Packages as the package manager listed them while the phone was acquired; they carry no time.",
)  # fmt: skip
parser(
    "exports.androidqf.acquisition", title="Acquisition note, androidqf", files=["*/acquisition.json"],
    read=acquisition, records=noted,
    about="Start and end of the acquisition, by the clock of the acquiring computer, UTC by the offset stated.",
)  # fmt: skip
