"""The elements of a file, however it was written, with limits on their number and depth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from phonefx.errors import HostileEvidence

MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 5_000_000


@dataclass(slots=True)
class Element:
    """One element: its name, attributes as text, the text directly inside it, its children in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        """An attribute, None where it is not there."""
        return self.attributes.get(name)

    def find(self, name: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self, *names: str) -> Iterator[Element]:
        """Every element below this one in document order, or those of these names."""
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if not names or element.name in names:
                yield element
            waiting.extend(reversed(element.children))


@dataclass(slots=True)
class Document:
    """A file: its root elements, and what was wrong with it (`""`: nothing).

    Attributes:
        form: `text` or `binary`.
        roots: the outermost elements; most files have one.
        damage: where reading had to stop, if it had to.
        repaired: whether characters that XML forbids were replaced (by U+FFFD) or numbered surrogates put together.
    """

    form: str
    roots: list[Element]
    damage: str = ""
    repaired: bool = False

    def walk(self, *names: str) -> Iterator[Element]:
        """Every element of the file in document order, or those of these names."""
        for root in self.roots:
            if not names or root.name in names:
                yield root
            yield from root.walk(*names)


class Builder:
    """Puts elements together as they begin and end, without recursion."""

    def __init__(self) -> None:
        self.top = Element("")
        self.stack = [self.top]
        self.texts: list[list[str]] = [[]]
        self.count = 0

    def start(self, name: str) -> Element:
        """Begin an element inside the current one."""
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.stack) > MAX_DEPTH:
            raise HostileEvidence("XML file", f"more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels")
        element = Element(name)
        self.stack[-1].children.append(element)
        self.stack.append(element)
        self.texts.append([])
        return element

    def end(self) -> None:
        """End the current element."""
        if len(self.stack) > 1:
            self.stack.pop().text = "".join(self.texts.pop())

    def finish(self) -> None:
        """End what is still open, where a file breaks off."""
        while len(self.stack) > 1:
            self.end()

    def text(self, text: str) -> None:
        """Add text to the current element."""
        self.texts[-1].append(text)
