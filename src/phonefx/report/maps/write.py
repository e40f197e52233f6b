"""One map file of a case, whatever its format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from phonefx.case.store import Case
from phonefx.errors import UsageError
from phonefx.evidence import Exhibit
from phonefx.report.maps.reading import MapCase


def write_map(
    case: Case, path: Path, form: str = "kmz", *, zone: str | None = None, layers: Path | None = None,
    photos: Mapping[str, Exhibit] | None = None,
) -> Counter[str]:  # fmt: skip
    """Write the positions of a case; gives the counts by class, and of what cannot be placed by reason.

    Args:
        case: a finished case.
        path: of the file; its folder is there.
        form: `kmz`, `html`, `gpx` or `geojson`.
        zone: IANA zone of local times; None takes the case's, else UTC.
        layers: GeoJSON file of an examiner's incidents, for KMZ alone.
        photos: opened exhibits by label, to make thumbnails from, for KMZ alone.
    """
    shown = zone or case.meta("timezone") or "UTC"
    if (layers is not None or photos) and form != "kmz":
        raise UsageError("--layers and --photos go with --format kmz alone")
    if form == "gpx":
        from phonefx.report.maps.gpx import write_gpx

        return write_gpx(MapCase(case.db), path)
    if form == "geojson":
        from phonefx.report.maps.geojson import write_geojson

        return write_geojson(case.db, path)
    if form == "html":
        from phonefx.report.maps.html import write_html

        return write_html(MapCase(case.db), path, zone=shown)
    return _kmz(case, path, shown, layers, photos or {})


def _kmz(case: Case, path: Path, zone: str, layers: Path | None, exhibits: Mapping[str, Exhibit]) -> Counter[str]:
    from phonefx.report.maps.kml.document import write_kmz
    from phonefx.report.maps.kml.photos import make_thumbnails
    from phonefx.report.maps.layers import meetings, read_layers

    number = case.meta("case_number")
    title = f"Movement, case {number}" if number else "Movement"
    given = read_layers(layers) if layers is not None else []
    pictures = make_thumbnails(case.db, exhibits)
    every = [*meetings(case.db), *given]
    written = write_kmz(MapCase(case.db), path, zone=zone, title=title, layers=every, photos=pictures)
    total: Counter[str] = Counter()
    for counts in (*written.classes.values(), *written.faults.values()):
        total.update(counts)
    total.update({f"photos without a thumbnail, {reason}": count for reason, count in pictures.without.items()})
    total.update({"thumbnails": len(pictures.pictures)} if pictures.pictures else {})
    return total
