"""Limits on what a container may ask for, the same options for every command that opens an extraction."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
_UNITS: Final = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


class _Size(click.ParamType[int]):
    """A number of bytes: `500G`."""

    name = "SIZE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).upper().removesuffix("B").removesuffix("I")
        number, unit = (text[:-1], _UNITS[text[-1]]) if text[-1:] in _UNITS else (text, 1)
        if not number.isdecimal() or int(number) < 1:
            self.fail(f"{value} is no size such as 500G", param, ctx)
        return int(number) * unit


def options(command: F) -> F:
    """Add the options on limits; the command gets `bounds`, the `evidence.Limits` that they state."""

    @click.option(
        "--max-ratio", type=click.IntRange(1), metavar="N",
        help="Refuse what inflates to more than N times its size, above 1 GiB; default 1100.",
    )  # fmt: skip
    @click.option(
        "--max-inflated", type=_Size(), help="Refuse to inflate more than this in one extraction (500G); default 8T."
    )
    @click.option(
        "--patience", type=click.IntRange(1), metavar="SECONDS",
        help="Leave out a folder of a disk image that takes longer than this to list; default 120.",
    )  # fmt: skip
    @wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401
        max_ratio: int | None,
        max_inflated: int | None,
        patience: int | None,
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        from phonefx.evidence import Limits

        stated = {"ratio": max_ratio, "total_bytes": max_inflated, "patience": patience}
        given = {name: value for name, value in stated.items() if value is not None}
        return command(*args, bounds=Limits(**given), **options)

    return wrapped  # type: ignore[return-value]
