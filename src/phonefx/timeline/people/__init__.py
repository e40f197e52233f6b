"""The people of a case: numbers, addresses and accounts joined with a stated reason each."""

from phonefx.timeline.people.build import build
from phonefx.timeline.people.decisions import decide, decisions_of, key_of
from phonefx.timeline.people.finding import persons_meant
from phonefx.timeline.people.gathering import create_parties
from phonefx.timeline.people.identities import Reading, identify
from phonefx.timeline.people.records import (
    Identity,
    Owner,
    PartyCommon,
    PartyOwn,
    PartyUse,
    PeopleDecision,
    Person,
    PersonDoubt,
    PersonJoin,
    PersonName,
)
from phonefx.timeline.people.regions import HomeRegion, home_regions

__all__ = [
    "HomeRegion",
    "Identity",
    "Owner",
    "PartyCommon",
    "PartyOwn",
    "PartyUse",
    "PeopleDecision",
    "Person",
    "PersonDoubt",
    "PersonJoin",
    "PersonName",
    "Reading",
    "build",
    "create_parties",
    "decide",
    "decisions_of",
    "home_regions",
    "identify",
    "key_of",
    "persons_meant",
]
