"""What a long run tells whoever watches: nothing by default; the command line draws it."""

from __future__ import annotations


class Progress:
    """Receives the steps of a run. Every method may be called many times and must return at once."""

    def exhibit(self, label: str, path: str, kind: str) -> None:
        """An exhibit was opened."""

    def listed(self, files: int) -> None:
        """That many names of the exhibit have been seen so far."""

    def planned(self, jobs: int) -> None:
        """The names are all seen; that many sets of files will be parsed."""

    def parsed(self, path: str, items: int) -> None:
        """One set of files was parsed and merged."""

    def step(self, text: str) -> None:
        """Something else that takes time has begun."""
