"""Wi-Fi networks seen and joined on Android up to 7: the history beside the list of saved networks."""

import re
from collections.abc import Iterator
from typing import Final

from phonefx.formats.textfiles import read_lines
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Network, Record, Skip

_NAME: Final = re.compile(r"\s*(CONFIG|SSID|CREATION|CREATION_TIME|BSSID|DATE|FREQ|RSSI|EVER_CONNECTED):\s*(.*)")
_ADDRESS: Final = re.compile(r"(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")


def history(opened: Opened) -> Iterator[Record | Skip]:
    """Yield each network, and each access point of it that was seen, with what is said of it as text."""
    name, others = "", 0
    for number, line in enumerate(opened.content):
        match = _NAME.match(line)
        if match is None:
            others += bool(line.strip())
            continue
        word, value = match[1], match[2].strip()
        if word == "CONFIG":
            name = value.rpartition("-")[0].strip('"') or value.strip('"')
            yield Network(key=number, medium="wifi", name=name, detail=f"saved network {value}")
        elif word == "BSSID" and (found := _ADDRESS.search(value)):
            yield Network(key=number, medium="wifi", name=name or None, address=found[0].lower(),
                          detail=f"access point seen: {value}")  # fmt: skip
        else:
            others += 1
    if others:
        yield Skip("others", f"{others} lines of further detail")


parser(
    "android.wifi.history",
    title="History of Wi-Fi networks, Android up to 7",
    variants=["Android 4 to 7"],
    files=["*/data/misc/wifi/networkHistory.txt"],
    read=read_lines,
    records=history,
    about="Saved networks and the access points of each that the phone saw. Times in it are wall clock text without a "
    "year and stay text: no time is taken from them. An access point that was seen was near the phone.",
)
