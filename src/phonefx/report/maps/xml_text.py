"""Text for XML: whatever an app stored, the document stays well-formed and nothing vanishes unseen.

XML 1.0 has no way to hold most control characters, lone surrogates, U+FFFE and U+FFFF. Each is written as a visible
token such as `[U+000B]`; the case keeps the original.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FORBIDDEN: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_PLAIN: Final = re.compile('[\0-\x08\x0b-\x1f"&<>\x7f-\x9f\ud800-\udfff\ufffe\uffff]')


def legal(text: str) -> str:
    """Replace the characters that XML cannot hold by visible tokens."""
    return _FORBIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def escape(text: str) -> str:
    """Give text for element content or a quoted attribute."""
    if _NOT_PLAIN.search(text) is None:
        return text
    text = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")


def escaped(texts: Sequence[str]) -> Sequence[str]:
    """Give each of some texts as `escape` does; most need nothing, which one look at all of them tells."""
    return texts if _NOT_PLAIN.search("".join(texts)) is None else [escape(text) for text in texts]


def shortened(text: str, limit: int) -> str:
    """Cut a long text and say by how much."""
    return text if len(text) <= limit else f"{text[:limit]}… [{len(text) - limit} more characters]"
