"""Signs that an Android phone was opened up or is watched: root access, added certificates, exemptions."""

from collections.abc import Iterator

from phonefx.formats import androidxml
from phonefx.parsers.query import Query
from phonefx.parsers.reading import start, unwritten
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Event, Record, Skip

POLICIES = Query(
    Event,
    """
    SELECT p.rowid AS key, code(p.policy, POLICIES) AS category, opt(p.package_name) AS app,
           'uid ' || p.uid AS subject, extra(p.until, p.logging, p.notification) AS extra
    FROM policies p
    """,
    words={"POLICIES": {0: "root access asked for", 1: "root access refused", 2: "root access granted"}},
)

parser(
    "android.magisk",
    title="Root access given by Magisk, Android",
    variants=["with names of apps", "without them"],
    files=["*/data/adb/magisk.db"],
    queries=[POLICIES],
    about="Apps to which Magisk gave or refused root access: the phone was rooted. There is no time in it. Rooting is "
    "also what owners do themselves: a lead, not a finding.",
)


def certificates(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the certificate by its file name."""
    if unwritten(opened.content):
        yield Skip(None, "a file of nothing but zeros")
        return
    name = opened.path.rpartition("/")[2]
    yield Event(key=name, category="certificate added by the user", subject=name)


parser(
    "android.certificates",
    title="Certificates added by the user, Android",
    variants=["Android 4 and later"],
    files=["*/data/misc/user/*/cacerts-added/*"],
    read=start,
    records=certificates,
    about="Certificate authorities that were added to those of the system: whoever holds one can read the encrypted "
    "traffic of this phone, an employer's filter as well as monitoring software. There is "
    "no time in it.",
)


def exempt(opened: Opened) -> Iterator[Record | Skip]:
    """Yield the apps that may run although the phone sleeps."""
    others = 0
    for element in opened.content.walk():
        if element.name == "wl" and element.get("n"):
            yield Event(key=element.get("n"), category="setting: exempt from battery saving", app=element.get("n"),
                        subject=element.get("n"))  # fmt: skip
        elif not element.children:
            others += 1
    if others:
        yield Skip("others", f"{others} entries that name no app")


parser(
    "android.exempt",
    title="Apps exempt from battery saving, Android",
    variants=["Android 6 and later"],
    files=["*/data/system/deviceidle.xml"],
    read=androidxml.read,
    records=exempt,
    about="Apps that the user let run in the background without limit. They carry no time. Monitoring software asks "
    "for it, and so do messengers: a lead, not a finding.",
)
