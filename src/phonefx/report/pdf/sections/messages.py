"""From a stored message to what its bubble shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from phonefx.report.pdf.book import Book, Row, text
from phonefx.report.pdf.bubbles import INCOMING, OUTGOING, Bubble
from phonefx.report.pdf.emoji import emoji
from phonefx.report.pdf.pictures import Picture
from phonefx.report.pdf.sections.naming import code_word, state_word
from phonefx.report.phrases import doubts


def _(text: str) -> str:
    return text


_ANSWERING = """
CREATE TEMP TABLE answering AS SELECT DISTINCT m.reply_to AS reply_to
FROM kept k JOIN told t ON t.rank * 1000000000 + t.place = k.spot JOIN message m ON m.item = t.item
WHERE m.reply_to <> ''
"""
_QUOTED = """
CREATE TEMP TABLE quoted AS SELECT m.guid AS guid, min(m.item) AS item FROM message m
WHERE m.guid IN (SELECT reply_to FROM answering) GROUP BY m.guid
"""
_SAID = ("time_us", "basis", "state", "direction", "counterpart", "subject", "body", "content", "service", "status",
         "sent_us", "edited_us", "deleted_us", "reply_to", "reaction", "thread")  # fmt: skip
"""What must be equal for two items to be told in one bubble, beside attachments and earlier texts."""
_PLAIN = frozenset({"text", "message", "richtext/html"})
"""Words of apps for a message that is text."""
_ROLES = {"from": _("sender"), "to": _("recipient"), "member": _("member")}
_QUOTE_LENGTH = 90
_MOST_PICTURES = 12


def prepare(book: Book) -> None:
    """Make the temporary table that finds the message a reply or reaction belongs to, of those that are printed."""
    for name in ("answering", "quoted"):
        book.database.execute(f"DROP TABLE IF EXISTS temp.{name}")
    book.database.execute(_ANSWERING)
    some = book.one("SELECT 1 FROM answering LIMIT 1")
    book.database.execute(_QUOTED if some else "CREATE TEMP TABLE quoted(guid TEXT, item INTEGER)")
    book.database.execute("CREATE INDEX temp.quoted_guid ON quoted(guid)")


def told_once(book: Book, rows: Iterable[Row]) -> Iterator[Row]:
    """Give each message with the items that directly follow and say the same, as caches of an app do: `again`."""
    last: Row | None = None
    for row in rows:
        if last is not None and _says_the_same(book, last, row):
            last["again"].append(row["item"])
            continue
        if last is not None:
            yield last
        last = {**row, "again": []}
    if last is not None:
        yield last


def _says_the_same(book: Book, one: Row, other: Row) -> bool:
    if other["place"] != one["place"] + len(one["again"]) + 1 or not (text(one["body"]) or text(one["guid"])):
        return False
    if any(one[name] != other[name] for name in _SAID) or one["confidence"] is not None:
        return False
    items = (one["item"], other["item"])
    parts = [(attachments(book, item), _revisions(book, item), book.withheld(item)) for item in items]
    return parts[0] == parts[1]


def bubble_of(book: Book, row: Row, *, in_group: bool, sent: Sequence[str] = ()) -> Bubble:
    """Give what the bubble of a message shows; `sent` names places that were sent with it."""
    item: int = row["item"]
    direction = text(row["direction"])
    bubble = Bubble(side=direction if direction in {INCOMING, OUTGOING} else "")
    bubble.solid = row["state"] == "live"
    bubble.marks = _marks(book, row)
    bubble.foot = _foot(book, row)
    if bubble.side == INCOMING:
        bubble.initials = initials(text(row["counterpart_name"]) or _known_name(book, row) or text(row["counterpart"]))
    hidden = book.withheld(item)
    if hidden:
        bubble.body = hidden
        bubble.details = _again(book, row)
        return bubble
    who = book.who(row["counterpart"], row["counterpart_name"])
    if bubble.side != OUTGOING:
        bubble.sender = who
    elif in_group and who:
        bubble.sender = book.say("to {who}").format(who=who)
    bubble.quote, bubble.leads_to = _quote(book, row)
    bubble.body = "\n".join(filter(None, (text(row["subject"]), text(row["body"]))))
    for each in emoji(bubble.body):
        book.emoji[each] = book.emoji.get(each, 0) + 1
    bubble.pictures = _pictures(book, item)
    if bubble.pictures and not book.pictures.shown:
        bubble.marks.append(book.say("picture drawn so coarse that nothing in it can be told"))
    bubble.details = [
        *_content(book, row),
        *sent,
        *(book.labelled(book.say("Attachment"), each) for each in attachments(book, item)),
        *_revisions(book, item),
        *_recipients(book, item),
        *_again(book, row),
    ]
    return bubble


def _again(book: Book, row: Row) -> list[str]:
    items = ", ".join(map(book.cite, row["again"]))
    return [book.say("The same is stored again as {items}.").format(items=items)] if items else []


def _known_name(book: Book, row: Row) -> str:
    known = book.names.of(text(row["counterpart"]))
    return known.name if known else ""


def initials(name: str) -> str:
    """Give one or two letters for a name; nothing for a number."""
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[0], *words[1:][-1:])) if words else ""


def _marks(book: Book, row: Row) -> list[str]:
    say, marks = book.say, []
    if row["state"] != "live":
        word = state_word(book, row["state"]).upper()
        if row["confidence"] is not None:
            word += say(" · confidence {value:.2f}").format(value=row["confidence"])
        marks.append(" · ".join(filter(None, (word, book.phrase(text(row["found"]))))))
        if row["partial"]:
            marks.append(say("partial: {fields}").format(fields=row["partial"]))
        marks += [book.phrase(each) for each in doubts(text(row["reason"]))]
    if row["deleted_us"] is not None:
        marks.append(say("marked as deleted {time}").format(time=book.clock.show(row["deleted_us"], row["basis"])))
    if not text(row["direction"]):
        marks.append(say("direction not known") if row["partial"] else say("direction not stored"))
    elif text(row["direction"]) not in {INCOMING, OUTGOING}:
        marks.append(say("direction: {word}").format(word=code_word(book, row["direction"])))
    return marks


def _foot(book: Book, row: Row) -> str:
    say, clock = book.say, book.clock
    times = [clock.show(row["time_us"], row["basis"]) or say("no time stored")]
    for name, label in (
        ("sent", say("sent")),
        ("delivered", say("delivered")),
        ("read", say("read")),
        ("edited", say("edited")),
    ):
        us = row[f"{name}_us"]
        if us is not None and us != row["time_us"]:
            times.append(f"{label} {clock.show(us, row['basis'])}")
    parts = [*times, code_word(book, row["status"]), f"{row['exhibit']} {book.cite(row['item'])}"]
    return " · ".join(filter(None, parts))


def _quote(book: Book, row: Row) -> tuple[str, str]:
    if not row["reply_to"]:
        return "", ""
    found = book.database.execute(
        "SELECT q.item, m.body, m.counterpart FROM quoted q JOIN message m ON m.item = q.item WHERE q.guid = ?",
        (row["reply_to"],),
    ).fetchone()
    reaction = text(row["reaction"])
    label = book.say("Reaction “{word}” to").format(word=reaction) if reaction else book.say("In answer to")
    if found is None:
        return f"{label} {book.say('a message that was not found')} ({text(row['reply_to'])})", ""
    item, body, _who = found
    said = book.withheld(item) or text(body)
    short = said if len(said) <= _QUOTE_LENGTH else f"{said[:_QUOTE_LENGTH]}…"
    return f"{label} {book.cite(item)}: {short}", ""


def unsaid(book: Book, item: int) -> str:
    """Say what a message without a text holds: what kind it is of, and the names of its attachments."""
    row = next(book.rows("SELECT content FROM message WHERE item = ?", item))
    named = "SELECT coalesce(nullif(name, ''), nullif(path, ''), mime) FROM attachment WHERE item = ? ORDER BY rowid"
    names = book.database.execute(named, (item,))
    return " · ".join([*_content(book, row), *(book.labelled(book.say("Attachment"), text(name)) for (name,) in names)])


def _content(book: Book, row: Row) -> list[str]:
    content = text(row["content"])
    if content and content.lower() not in _PLAIN:
        return [book.say("kind: {word}").format(word=code_word(book, content))]
    return []


def attachments(book: Book, item: int) -> list[str]:
    """Give what is stored of each attachment of an item, with the digest of its file."""
    rows = book.database.execute(
        "SELECT a.path, a.name, a.mime, a.size, a.text, f.sha256, coalesce(s.state, 'live') FROM attachment a"
        " LEFT JOIN file f ON f.id = a.file LEFT JOIN source s ON s.id = a.source WHERE a.item = ? ORDER BY a.rowid",
        (item,),
    )
    out = []
    for path, name, mime, size, said, sha256, state in rows:
        parts = [text(name) or text(path), text(mime), f"{size:,} bytes" if isinstance(size, int) else "", text(said),
                 state_word(book, state)]  # fmt: skip
        if sha256:
            parts.append(f"SHA-256 {sha256}")
        elif path or not said:  # a link or further text is no file
            parts.append(book.say("no digest: the file was not read or is not there"))
        out.append(" · ".join(filter(None, parts)))
    return out


def cited(book: Book, items: list[int], most: int) -> str:
    """Cite the first of some items, and say how many more there are."""
    said = ", ".join(map(book.cite, items[:most]))
    more = len(items) - most
    return said if more <= 0 else f"{said}, {book.say('and {count} more').format(count=more)}"


def _pictures(book: Book, item: int) -> list[Picture]:
    rows = book.database.execute(
        "SELECT x.label, f.stored, f.sha256 FROM attachment a JOIN file f ON f.id = a.file"
        " JOIN exhibit x ON x.id = f.exhibit"
        " WHERE a.item = ? AND coalesce(a.mime, 'image/') LIKE 'image/%' ORDER BY a.rowid LIMIT ?",
        (item, _MOST_PICTURES),
    )
    found = []
    for label, stored, sha256 in rows:
        picture = book.pictures.of(label, text(stored), text(sha256))
        if picture is not None:
            about = book.say("Picture {name}, SHA-256 {digest}").format(name=text(stored), digest=text(sha256))
            found.append(picture._replace(about=about))
    return found


def _revisions(book: Book, item: int) -> list[str]:
    rows = book.database.execute(
        "SELECT r.written_us, r.body, r.what, coalesce(s.state, 'live') FROM revision r"
        " LEFT JOIN source s ON s.id = r.source WHERE r.item = ? ORDER BY r.rowid",
        (item,),
    )
    label = book.say("Earlier text ({what}, {time}): {said}")
    none = book.say("no time stored")
    return [
        " · ".join(filter(None, (
            label.format(what=book.phrase(text(what)), time=book.clock.show(us) or none, said=text(body)),
            state_word(book, state),
        )))
        for us, body, what, state in rows
    ]


def _recipients(book: Book, item: int) -> list[str]:
    rows = book.database.execute(
        "SELECT r.address, r.name, r.role, coalesce(s.state, 'live') FROM recipient r"
        " LEFT JOIN source s ON s.id = r.source WHERE r.item = ? ORDER BY r.rowid",
        (item,),
    ).fetchall()
    if len(rows) < 2 and all(state == "live" for *_, state in rows):
        return []
    listed = []
    for address, name, role, state in rows:
        marks = filter(None, (_role(book, role), state_word(book, state)))
        listed.append(" ".join([book.who(address, name), *(f"[{each}]" for each in marks)]))
    return [book.labelled(book.say("Parties"), ", ".join(listed))]


def _role(book: Book, role: str | None) -> str:
    return book.say(_ROLES[role]) if role in _ROLES else text(role)
