"""Microsoft Teams (also the free one) on iOS: messages, shared places, people."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from phonefx.formats.htmltext import words
from phonefx.formats.plists import keyed
from phonefx.parsers.ios.archives import members
from phonefx.parsers.query import Query
from phonefx.parsers.registry import parser
from phonefx.records import Contact, ContactPoint, Event, Location, Message

PLACED = re.compile(r"[~.]pos\.(-?\d{1,2}\.\d+)_(-?\d{1,3}\.\d+)|[?&]center=(-?\d{1,2}\.\d+),(-?\d{1,3}\.\d+)")
MOST_TEXT = 1 << 20


def places(properties: bytes | None) -> str:
    """The places of a message's cards, as a JSON list."""
    cards = members(keyed.loads(properties)).get("cards") if properties else None
    found = []
    for card in _cards(cards):
        body = card.get("body") or ()
        match = PLACED.search(unquote(json.dumps(card)))
        if match:
            latitude, longitude = (float(each) for each in match.groups() if each)
            name = next((each.get("text") for each in body if isinstance(each, dict) and each.get("text")), None)
            found.append({"latitude": latitude, "longitude": longitude, "name": name})
    return json.dumps(found, ensure_ascii=False)


def roster(stored: bytes | None) -> str:
    """The members of a conversation and what each is in it, as a JSON object."""
    named = members(keyed.loads(stored)) if stored else {}
    return json.dumps({who: part if isinstance(part, str) else None for who, part in named.items()})


def emotions(stored: bytes | None) -> str:
    """The reactions to a message, as a JSON list: which, by whom, when in milliseconds."""
    kinds = keyed.loads(stored) if stored else []
    found = [{"kind": kind.get("key"), **{name: each.get(name) for name in ("mri", "time")}}
             for kind in map(members, kinds if isinstance(kinds, list) else ())
             for each in map(members, _listed(kind.get("users")))]  # fmt: skip
    return json.dumps(found, default=str)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - whatever the archive holds
    return value if isinstance(value, list) else []


def _cards(text: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever the archive holds
    listed = json.loads(text) if isinstance(text, str) and len(text) < MOST_TEXT else []
    contents = [each.get("content") for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [each for each in contents if isinstance(each, dict)]


MESSAGES = Query(
    Message,
    """
    SELECT m.Z_PK                    AS key,
           cocoa_s(m.ZARRIVALTIME)   AS time,
           unix_ms(opt(m.ZEDITTIME)) AS edited,
           unix_ms(opt(CAST(m.ZDELETETIME AS INTEGER))) AS deleted,
           CASE WHEN m.ZMESSAGETYPE NOT LIKE 'ThreadActivity/%' THEN
               CASE m.ZTS_ISSENTBYME WHEN 1 THEN 'outgoing' WHEN 0 THEN 'incoming' END END AS direction,
           'Teams'                   AS service,
           m.ZMESSAGETYPE || CASE WHEN opt(m.ZDELETETIME) IS NOT NULL THEN ', deleted' ELSE '' END
                                     AS content,
           CASE WHEN m.ZTS_ISSENTBYME = 0 AND m.ZMESSAGETYPE NOT LIKE 'ThreadActivity/%' THEN m.ZFROM END
                                     AS counterpart,
           CASE WHEN m.ZTS_ISSENTBYME = 0 THEN nullif(m.ZIMDISPLAYNAME, '') END AS counterpart_name,
           m.ZTHREADID               AS thread,
           opt((SELECT nullif(c.ZTHREADTOPIC, '') FROM ZTHREAD c WHERE c.ZTSID = m.ZTHREADID LIMIT 1)) AS thread_name,
           opt(nullif(m.ZSUBJECT, '')) AS subject,
           words(m.ZCONTENT)         AS body,
           CAST(m.ZTSID AS TEXT)     AS guid,
           extra(m.ZCOMPOSETIME, m.ZSEQUENCEID, m.ZTS_ISSOFTDELETED, m.ZTS_ISHIDDEN, m.ZIMPORTANCE, m.ZMEETINGTITLE,
                 m.ZDELETETYPE, m.ZTS_HASREACTIONS, m.ZTS_ISSENTBYME, m.ZFROM) AS extra
    FROM ZSMESSAGE m
    """,
)
PLACES = Query(
    Location,
    """
    SELECT p.Z_PK || ':' || v.key AS key, cocoa_s(m.ZARRIVALTIME) AS time,
           json_extract(v.value, '$.latitude') AS latitude, json_extract(v.value, '$.longitude') AS longitude,
           CASE m.ZTS_ISSENTBYME WHEN 1 THEN 'shared_by_owner' WHEN 0 THEN 'shared_by_other' ELSE 'shared' END
               AS evidence_of,
           'place sent in a message' AS method, CASE m.ZTS_ISSENTBYME WHEN 0 THEN m.ZFROM END AS whose,
           json_extract(v.value, '$.name') AS place, json_object('message', p.ZTSID) AS extra
    FROM ZMESSAGEPROPERTIES p
    JOIN json_each(places(p.ZPROPERTIES)) v
    LEFT JOIN ZSMESSAGE m ON m.ZTSID = p.ZTSID AND m.ZTHREADID = p.ZTHREADID
    """,
    unfolds=True,
)
SHARING = Query(
    Event,
    """
    SELECT l.Z_PK AS key, cocoa_s(l.ZLASTUPDATEDDATE) AS time, 'live location shared (encrypted here)' AS category,
           'com.microsoft.skype.teams' AS app, l.ZUSERMRI AS subject, l.ZTHREADID AS detail,
           extra(l.ZISACTIVE, l.ZDEVICEID, l.ZSESSIONID) AS extra
    FROM ZUSERLOCATION l
    """,
)
REACTIONS = Query(
    Event,
    """
    SELECT m.Z_PK || ':' || v.key AS key, unix_ms(CAST(json_extract(v.value, '$.time') AS INTEGER)) AS time,
           'reaction to a message' AS category, 'com.microsoft.skype.teams' AS app,
           json_extract(v.value, '$.kind') AS subject,
           'by ' || coalesce(json_extract(v.value, '$.mri'), '?') || ' on message ' || m.ZTSID AS detail
    FROM ZSMESSAGE m
    JOIN json_each(emotions(m.ZEMOTIONS)) v
    """,
    unfolds=True,
    needs="m.ZEMOTIONS",
)
MEMBERS = Query(
    Event,
    """
    SELECT c.Z_PK || ':' || v.key AS key, 'member of a conversation' AS category, 'com.microsoft.skype.teams' AS app,
           v.key AS subject, c.ZTSID AS detail, json_object('part', v.value) AS extra
    FROM ZTHREAD c
    JOIN json_each(roster(c.ZMEMBERS)) v
    """,
    unfolds=True,
    needs="c.ZMEMBERS",
)
USERS = Query(
    Contact,
    """
    SELECT u.Z_PK AS key, u.ZDISPLAYNAME AS name, opt(u.ZTENANTNAME) AS organisation, 'known to Teams' AS role,
           u.ZTSID AS guid, extra(u.ZUSERPRINCIPALNAME, u.ZTYPE, u.ZJOBTITLE, u.ZISBLOCKED) AS extra
    FROM ZUSER u
    """,
)
CONTACTS = Query(
    Contact,
    """
    SELECT c.Z_PK AS key, c.ZDISPLAYNAME AS name, 'address book of Teams' AS role, c.ZMRI AS guid,
           extra(c.ZTYPE) AS extra
    FROM ZSCONTACT c
    """,
)


def points(table: str, owner: Query, **columns: str) -> list[Query]:
    """Numbers and addresses that stand in columns of a table of people."""
    return [
        Query(
            ContactPoint,
            f"SELECT u.Z_PK AS key, u.Z_PK AS owner, '{kind}' AS type, u.{column} AS value FROM {table} u",
            of=owner,
            skip={f"coalesce(u.{column}, '') = ''": "not stored"},
        )
        for column, kind in columns.items()
    ]


parser(
    "apps.teams.ios",
    title="Microsoft Teams, iOS",
    files=["*/SkypeSpacesDogfood-*.sqlite"],
    queries=[
        MESSAGES, PLACES, SHARING, REACTIONS, MEMBERS,
        USERS, *points("ZUSER", USERS, ZMAIL="email", ZTELEPHONENUMBER="phone"),
        CONTACTS, *points("ZSCONTACT", CONTACTS, ZEMAIL="email", ZPHONE="phone"),
    ],
    functions={"words": words, "places": places, "emotions": emotions, "roster": roster},
    about="Messages of Teams, their words without markup, reactions to them, places sent in them, who is in a "
    "conversation (without a time) and the people it knows. A message "
    "deleted (its row does not say by whom) stays without its text. Times are UTC seconds since 2001; those of edits "
    "and deletions milliseconds since 1970.",
    tested={"ios15_ffs": 114},
)  # fmt: skip
