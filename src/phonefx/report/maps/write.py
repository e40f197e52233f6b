"""One map file of a case, whatever its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from phonefx.case.store import Case
from phonefx.errors import UsageError
from phonefx.evidence import Exhibit
from phonefx.report.maps.redacted import RedactedCase, map_case
from phonefx.report.redaction import Redaction


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How to write one map.

    Attributes:
        form: `kmz`, `html`, `gpx` or `geojson`.
        zone: IANA zone of local times; None takes the case's, else UTC.
        layers: GeoJSON file of an examiner's incidents, for KMZ alone.
        photos: opened exhibits by label, to make thumbnails from, for KMZ alone.
        show_images: draw the thumbnails as they are; otherwise as a few patches of colour.
        redaction: what must not leave the laboratory.
        exhibit: label of the one phone to map; None maps all.
        all_positions: draw all of a large track and list each call and message, for KMZ alone.
    """

    form: str = "kmz"
    zone: str | None = None
    layers: Path | None = None
    photos: Mapping[str, Exhibit] = field(default_factory=dict)
    show_images: bool = False
    redaction: Redaction = field(default_factory=Redaction)
    exhibit: str | None = None
    all_positions: bool = False

    def __post_init__(self) -> None:
        if (self.layers is not None or self.photos or self.all_positions) and self.form != "kmz":
            raise UsageError("--layers, --photos and --all-positions go with --format kmz alone")
        if self.redaction.removes_places:
            raise UsageError(f"the profile {self.redaction.profile} removes all positions: there is nothing to map")


def write_map(case: Case, path: Path, options: MapOptions | None = None) -> Counter[str]:
    """Write the positions of a case; gives the counts by class, and of what is not shown by reason.

    Args:
        case: a finished case.
        path: of the file; its folder is there.
        options: what is asked; a KMZ of everything without them.

    Raises:
        UsageError: the case has no such exhibit.
    """
    asked = options or MapOptions()
    shown = asked.zone or case.meta("timezone") or "UTC"
    found = map_case(case.db, asked.redaction, asked.exhibit)
    if asked.exhibit is not None and not found.exhibits():
        raise UsageError(f"the case has no exhibit {asked.exhibit}")
    if asked.form == "gpx":
        from phonefx.report.maps.gpx import write_gpx

        counts = write_gpx(found, path)
    elif asked.form == "geojson":
        from phonefx.report.maps.geojson import write_geojson

        counts = write_geojson(case.db, path, asked.redaction, asked.exhibit)
    elif asked.form == "html":
        from phonefx.report.maps.html import write_html

        counts = write_html(found, path, zone=shown)
    else:
        from phonefx.report.maps.kml.case import write_case_kmz

        counts = write_case_kmz(case, found, path, shown, asked)
    if isinstance(found, RedactedCase):
        counts.update({reason: len(items) for reason, items in found.left_out.items() if items})
    return counts
