"""What a typedstream holds: objects of a class, each with its groups of values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Class:
    """A class as archived: its name, the version of its layout and its superclass."""

    name: str
    version: int
    parent: Class | None

    def is_a(self, name: str) -> bool:
        """Tell whether this class or one above it has that name."""
        known: Class | None = self
        while known is not None:
            if known.name == name:
                return True
            known = known.parent
        return False


@dataclass(slots=True, eq=False)
class Group:
    """Values that were archived together, one for each type of the encoding (`iI`: two integers)."""

    encoding: str
    values: list[Value]


@dataclass(slots=True, eq=False)
class Object:
    """An archived object: its class, and its groups of values in the order in which its class wrote them.

    Objects may refer to each other in circles; two objects are equal only if they are the same one.
    """

    type: Class | None = None
    groups: list[Group] = field(default_factory=list)

    def is_a(self, name: str) -> bool:
        """Tell whether the object's class or one above it has that name."""
        return self.type is not None and self.type.is_a(name)

    def __repr__(self) -> str:
        """Name the class only: the object may lie in a circle."""
        return f"<{self.type.name if self.type else 'unfinished'}: {len(self.groups)} groups>"


Value: TypeAlias = "int | float | str | bytes | Object | Class | list[Value] | None"
