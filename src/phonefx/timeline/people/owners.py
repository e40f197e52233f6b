"""Finds the own numbers and accounts of each phone, and says what each rests on."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from phonefx.timeline.people.joining import Card

_REASONS = {
    "message": "stored as the own side of messages",
    "call": "stored as the own side of calls",
    "account": "an account signed in on the phone",
    "device_fact": "stored as the phone's own number; on many phones the user can edit it",
}
_OWN = """
    SELECT x.label, u.identity, s.kind, sum(u.items), min(u.item) FROM party_use u JOIN source s ON s.id = u.source
    JOIN file f ON f.id = s.file JOIN exhibit x ON x.id = f.exhibit
    WHERE u.role = 'own' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
OwnRow = tuple[str, int, str, int, int]


def own_identities(connection: sqlite3.Connection, cards: list[Card]) -> list[OwnRow]:
    """Give (exhibit, identity, reason, items, first item) of every own number or account, in order."""
    rows = [
        (exhibit, identity, _REASONS.get(kind, kind), count, item)
        for exhibit, identity, kind, count, item in connection.execute(_OWN)
    ]
    rows += [
        (card.exhibit, identity, "on the owner's own contact card", 1, card.item)
        for card in cards
        if card.owner
        for identity in card.identities
    ]
    return sorted(rows)


def by_exhibit(rows: list[OwnRow]) -> dict[str, list[tuple[int, int]]]:
    """Give the own identities of each exhibit once each, with the first item that says so."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for exhibit, identity, _, _, item in rows:
        found[exhibit].setdefault(identity, item)
    return {exhibit: sorted(listed.items()) for exhibit, listed in found.items()}
