"""The KMZ of a whole case: its phones, meetings, incidents and photos."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from phonefx.case.store import Case
from phonefx.report.maps.kml.document import write_kmz
from phonefx.report.maps.kml.photos import make_thumbnails
from phonefx.report.maps.layers import incidents, meetings, read_layers, redacted
from phonefx.report.maps.reading import MapCase

if TYPE_CHECKING:
    from phonefx.report.maps.write import MapOptions


def write_case_kmz(case: Case, found: MapCase, path: Path, zone: str, options: MapOptions) -> Counter[str]:
    """Write the KMZ of a case; gives the counts by class, and of what is not shown by reason."""
    number, redaction = case.meta("case_number"), options.redaction
    named = [f"case {number}"] if number else []
    named += [f"exhibit {options.exhibit}"] if options.exhibit else []
    title = redaction.clean(", ".join(["Movement", *named]))
    given = redacted(read_layers(options.layers), redaction) if options.layers is not None else []
    pictures = make_thumbnails(case.db, options.photos, redaction.reasons, shown=options.show_images)
    every = [*meetings(case.db, redaction, options.exhibit), *incidents(case.db, redaction), *given]
    written = write_kmz(
        found, path, zone=zone, title=title, layers=every, photos=pictures, all_positions=options.all_positions
    )
    total: Counter[str] = Counter()
    for counts in (*written.classes.values(), *written.faults.values()):
        total.update(counts)
    total.update(f"{each.kind}s" for each in every)
    total.update({f"photos without a thumbnail, {reason}": count for reason, count in pictures.without.items()})
    total.update({"thumbnails": len(pictures.pictures)} if pictures.pictures else {})
    return total
