"""Reads the payload of an iMessage that is more than text (`message.payload_data`): rich links and messages of apps."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from phonefx.formats.maplink import SharedLocation, position
from phonefx.formats.plists import keyed
from phonefx.formats.plists.keyed import Instance, Value


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a map that somebody shared: its name and address as stated, and the position that its link states."""

    name: str | None
    address: str | None
    components: dict[str, str]
    position: SharedLocation | None


@dataclass(frozen=True, slots=True)
class Link:
    """A rich link: where it leads, where it led when it was sent, and what the preview says."""

    url: str | None
    original_url: str | None
    title: str | None
    summary: str | None
    site: str | None
    kind: str | None
    place: Place | None
    placeholder: bool | None
    fields: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AppMessage:
    """A message of an app: the app's name, the text that stands for it, captions, and the link that carries its state.

    `query` holds the values of that link (Check In: `sendDate` in Unix seconds, and the like).
    """

    app: str | None
    text: str | None
    url: str | None
    query: dict[str, str]
    captions: dict[str, str]
    fields: dict[str, Value] = field(default_factory=dict)


def loads(data: bytes) -> Link | AppMessage | Value:
    """Read a payload: a `Link`, an `AppMessage`, or whatever else the keyed archive holds.

    Raises:
        Damaged: it is no keyed archive (some apps write encodings of their own).
        HostileEvidence: it goes beyond the limits of keyed archives.
    """
    root = keyed.loads(data)
    if isinstance(root, Instance):
        metadata = root.get("richLinkMetadata")
        if isinstance(metadata, Instance):
            return _link(metadata, root.get("richLinkIsPlaceholder"))
    if isinstance(root, dict) and root.keys() & {"ldtext", "layoutClass", "userInfo", "URL", "an"}:
        return _app(root)
    return root


def _link(metadata: Instance, placeholder: Value) -> Link:
    url, original = _text(metadata.get("URL")), _text(metadata.get("originalURL"))
    special = next((one for name in ("specialization2", "specialization") if (one := metadata.get(name))), None)
    return Link(
        url=url,
        original_url=original,
        title=_text(metadata.get("title")),
        summary=_text(metadata.get("summary")),
        site=_text(metadata.get("siteName")),
        kind=special.class_name if isinstance(special, Instance) else None,
        place=_place(special, url or original) if isinstance(special, Instance) else None,
        placeholder=placeholder if isinstance(placeholder, bool) else None,
        fields=metadata.fields,
    )


def _place(special: Instance, url: str | None) -> Place | None:
    if special.class_name != "LPMapMetadata":
        return None
    components = special.get("addressComponents")
    parts = components.fields if isinstance(components, Instance) else {}
    return Place(
        name=_text(special.get("name")),
        address=_text(special.get("address")),
        components={name.lstrip("_"): value for name, value in parts.items() if isinstance(value, str)},
        position=position(url) if url is not None else None,
    )


def _app(root: dict[object, Value]) -> AppMessage:
    url, info = _text(root.get("URL")), root.get("userInfo")
    captions = info.items() if isinstance(info, dict) else ()
    return AppMessage(
        app=_text(root.get("an")),
        text=_text(root.get("ldtext")),
        url=url,
        query=_query(url) if url is not None else {},
        captions={str(name): value for name, value in captions if isinstance(value, str) and value},
        fields={str(name): value for name, value in root.items()},
    )


def _query(url: str) -> dict[str, str]:
    """Give the values of a link, several of one name joined by a comma."""
    try:
        found = parse_qs(urlsplit(url).query, keep_blank_values=True, max_num_fields=1000)
    except ValueError:
        return {}
    return {name: ",".join(values) for name, values in found.items()}


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
