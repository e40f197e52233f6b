"""Further stores of the Google Phone and Contacts apps: screened calls, names looked up, recordings, actions."""

from collections.abc import Iterator
from typing import Final

from phonefx.formats import androidxml
from phonefx.formats.protobuf import Message as Protobuf
from phonefx.parsers.query import Query
from phonefx.parsers.registry import Opened, parser
from phonefx.records import Account, Call, Contact, ContactPoint, Event, Record, Skip


def screened_time(blob: bytes | None) -> int | None:
    """Give the time of the first line of a conversation, in milliseconds: field path 1, 1."""
    return next((line.integer(1) for line in Protobuf(blob or b"").messages(1)), None)


def screened_text(blob: bytes | None) -> str | None:
    """Give the lines of a conversation: field 3 of each field 1."""
    lines = [text for line in Protobuf(blob or b"").messages(1) if (text := line.text(3))]
    return "\n".join(lines) or None


SCREENED = Query(
    Call,
    """
    SELECT t.rowid AS key, unix_ms(coalesce(screened_time(t.conversation), t.lastModifiedMillis)) AS time,
           'incoming' AS direction, 'screened by the assistant' AS outcome, 'phone' AS service,
           screened_text(t.conversation) AS transcription, nullif(t.audioRecordingFilePath, '') AS path,
           extra(t.id, t.lastModifiedMillis, t.isRated) AS extra
    FROM Transcript t
    """,
)
RECORDED = Query(
    Call,
    """
    SELECT r.call_creation_time_millis AS key, unix_ms(r.call_creation_time_millis) AS time, 'phone' AS service,
           'recorded by the phone app' AS outcome, extra(r.last_modified_timestamp_millis, r.call_recording_details) AS
           extra
    FROM call_recording_info r
    """,
)

parser(
    "android.dialer.screened",
    title="Calls screened or recorded by the Google Phone app, Android",
    variants=["recorded calls", "screened calls (version 6)"],
    files=["*/com.google.android.dialer/databases/{callscreen_transcripts,callrecording}"],
    queries=[SCREENED, RECORDED],
    functions={"screened_time": screened_time, "screened_text": screened_text},
    about="Calls that Google's assistant answered, with what was said, and calls that were recorded. Times are UTC "
    "milliseconds: the first line of the conversation, or when the call was made. The number is not stored here: the "
    "call log has a call of the same time.",
)

LOOKED_UP = Query(
    Contact,
    """
    SELECT h.rowid AS key, unix_ms(h.last_modified) AS time, looked_up_name(h.phone_lookup_info) AS name,
           'name looked up for a number' AS role, h.normalized_number AS guid, extra(h.phone_lookup_info) AS extra
    FROM PhoneLookupHistory h
    """,
)
LOOKED_UP_NUMBERS = Query(
    ContactPoint,
    """
    SELECT h.rowid AS key, h.rowid AS owner, 'phone' AS type, h.normalized_number AS value FROM PhoneLookupHistory h
    """,
    of=LOOKED_UP,
)


def looked_up_name(blob: bytes | None) -> str | None:
    """Give the first name in what was found for a number: field path 1, 1, 1 (the address book of the phone)."""
    return Protobuf(blob or b"").message(1, 1).text(1)


INTERACTIONS = Query(
    Event,
    """
    SELECT i.rowid AS key, unix_ms(i.timestamp) AS time,
           'contact: ' || lower(replace(replace(i.interaction_type, 'INTERACTION_', ''), '_', ' ')) AS category,
           'com.google.android.contacts' AS app, 'raw contact ' || i.raw_contact_id AS subject,
           i.lookup_key AS detail
    FROM contacts_interactions i
    """,
)

parser(
    "android.dialer.lookups",
    title="Names found for numbers by the Google Phone app, Android",
    variants=["Phone app of 2024"],
    files=["*/com.google.android.dialer/databases/phone_lookup_history.db"],
    queries=[LOOKED_UP, LOOKED_UP_NUMBERS],
    functions={"looked_up_name": looked_up_name},
    about="Numbers with the name that was found for them when they last called or were called, from the address book "
    "or a service. Times are UTC milliseconds. The name is that of then, not of now.",
)

SPEED_DIAL = Query(
    Contact,
    """
    SELECT s.id AS key, 'speed dial' AS role, s.contact_id AS guid,
           extra(s.pinned_position, s.lookup_key, s.phone_type, s.phone_label, s.phone_technology) AS extra
    FROM speed_dial_entries s
    """,
)
SPEED_DIAL_NUMBERS = Query(
    ContactPoint,
    """
    SELECT s.id AS key, s.id AS owner, 'phone' AS type, s.phone_number AS value FROM speed_dial_entries s
    """,
    of=SPEED_DIAL,
)
FEEDBACK = Query(
    Event,
    """
    SELECT f.rowid AS key, unix_ms(f.feedback_creation_time_millis) AS time, 'caller reported by the user' AS category,
           'com.google.android.dialer' AS app, f.normalized_phone_number AS subject, extra(f.caller_id_feedback_info)
           AS extra
    FROM caller_id_feedback f
    """,
)

parser(
    "android.dialer.favourites",
    title="Favourites and reported callers, Google Phone app",
    variants=["favourites (version 4)", "reported callers (version 1)"],
    files=["*/com.google.android.dialer/databases/{CPSpeedDialEntry,caller_id_feedback}"],
    queries=[SPEED_DIAL, SPEED_DIAL_NUMBERS, FEEDBACK],
    about="Numbers that the user keeps as favourites, and numbers of which the user told the app what they were (the "
    "report itself is shown as it is stored). Times of reports are UTC milliseconds; favourites carry no time.",
    tested={"android14_emulator_ffs": 0},
)

parser(
    "android.contacts.actions",
    title="Actions with contacts, Google Contacts app",
    variants=["Google Contacts of 2024"],
    files=["*/com.google.android.contacts/databases/room_contacts.db"],
    queries=[INTERACTIONS],
    about="When a contact was made, opened or changed in the Google Contacts app. Times are UTC milliseconds.",
    tested={"android14_emulator_ffs": 1},
)

_COMPONENT: Final = "com.android.services.telephony.TelephonyConnectionService"


def phone_accounts(opened: Opened) -> Iterator[Record | Skip]:
    """Yield every account that could make calls: SIM cards and apps."""
    for number, element in enumerate(opened.content.walk("phone_account")):
        values = {child.name: child.text.strip() for child in element.children if child.text.strip()}
        handle = next(element.walk("phone_account_handle"), element)
        values |= {child.name: child.text.strip() for child in handle.children if child.text.strip()}
        component, ident = values.get("component_name"), values.get("id")
        if not component and not ident:
            yield Skip(number, "an account without a name")
            continue
        service = "SIM" if component and component.endswith(_COMPONENT) else component
        yield Account(key=number, service=service, identifier=values.get("handle") or ident, name=values.get("label"),
                      extra=f"id {ident}")  # fmt: skip


parser(
    "android.phone_accounts",
    title="Accounts that can make calls, Android",
    variants=["Android 5 and later"],
    files=["*/com.android.server.telecom/files/phone-account-registrar-state.xml"],
    read=androidxml.read,
    records=phone_accounts,
    about="SIM cards and apps that were registered for calls, with their own number where it is stored. There is no "
    "time in it.",
)
