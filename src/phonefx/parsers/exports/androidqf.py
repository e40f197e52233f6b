"""androidqf: what the acquisition tool noted of an Android phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from phonefx.formats.jsonrows import rows
from phonefx.parsers.exports.stamps import stated
from phonefx.parsers.reading import whole
from phonefx.parsers.registry import Opened, parser
from phonefx.records import App, DeviceFact, Record, Skip

PROPERTIES = {
    "ro.product.manufacturer": "manufacturer", "ro.product.model": "model", "ro.build.version.release": "os version",
    "ro.build.display.id": "build", "ro.build.version.security_patch": "security patch", "ro.serialno": "serial number",
    "ro.boot.serialno": "serial number", "persist.sys.timezone": "time zone", "persist.sys.locale": "locale",
    "gsm.operator.alpha": "network", "gsm.sim.operator.alpha": "sim operator", "net.hostname": "device name",
}  # fmt: skip
_LINE = re.compile(r"\[([^\]]+)\]: \[(.*?)\]\s*$")


def properties(file: BinaryIO) -> list[tuple[str, str]]:
    """Read the lines `[name]: [value]` that getprop prints."""
    text = whole(file).decode("utf-8", "replace")
    found = [(match[1], match[2]) for line in text.splitlines() if (match := _LINE.match(line))]
    if not found:
        msg = "no line of getprop"
        raise ValueError(msg)
    return found


def facts(opened: Opened) -> Iterator[Record]:
    """Properties of the phone, keyed by their name."""
    for name, value in opened.content:
        if name in PROPERTIES and value:
            yield DeviceFact(key=name, name=PROPERTIES[name], value=value)


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
            key=key, identifier=name, source=None if installer in {None, "null", ""} else str(installer),
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
    "exports.androidqf.properties", title="Properties of the phone, androidqf", files=["*/getprop.txt"],
    read=properties, records=facts,
    about="What getprop printed while the phone was acquired; the values carry no time.",
)  # fmt: skip
parser(
    "exports.androidqf.packages", title="Installed apps, androidqf", files=["*/packages.json"], read=rows,
    records=packages, about="Packages as the package manager listed them while the phone was acquired; no times.",
)  # fmt: skip
parser(
    "exports.androidqf.acquisition", title="Acquisition note, androidqf", files=["*/acquisition.json"],
    read=acquisition, records=noted, about="Start and end of the acquisition, by the clock of the acquiring computer.",
)  # fmt: skip
