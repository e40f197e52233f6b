"""The calendars of both platforms: `calendar.db` of Android's provider, `Calendar.sqlitedb` of iOS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from phonefx.synth.database import Shape
from phonefx.synth.stores.core_data import cocoa

if TYPE_CHECKING:
    from phonefx.synth.acts import AppointmentAct
    from phonefx.synth.facts import Fact
    from phonefx.synth.handset import Handset

ANDROID: Final = "/data/data/com.android.providers.calendar/databases/calendar.db"
IOS: Final = "/private/var/mobile/Library/Calendar/Calendar.sqlitedb"
NAME: Final = "Calendar"
_ANDROID: Final = Shape("android_calendar", auto_vacuum=1, user_version=601)
_IOS: Final = Shape("ios_calendar", wal=True)
_OWNER_ACCESS: Final = 700
_DAY_MS: Final = 86_400_000


class _Calendar:
    """What both calendars tell the book of facts."""

    def __init__(self, phone: Handset) -> None:
        self._phone = phone

    def _note(self, act: AppointmentAct, where: tuple[str, str, int]) -> None:
        self._phone.note(act, "calendar_entry", where, {
            "time_us": act.begins, "end_us": act.ends, "title": act.title, "place": act.where or None,
            "description": act.note or None, "calendar": NAME, "zone": self._phone.zone.key,
        })  # fmt: skip


class AndroidCalendar(_Calendar):
    """The phone's own calendar, without an account."""

    def __init__(self, phone: Handset) -> None:
        """Make the one calendar."""
        super().__init__(phone)
        self.database = phone.open_database(ANDROID, _ANDROID)
        self.database.insert("android_metadata", locale=phone.plan.locale)
        self.database.insert(
            "Calendars", account_name="Phone", account_type="LOCAL", name=NAME, calendar_displayName=NAME,
            calendar_access_level=_OWNER_ACCESS, ownerAccount="Phone", calendar_timezone=phone.zone.key, sync_events=1,
        )  # fmt: skip

    def add(self, act: AppointmentAct) -> None:
        """Enter an appointment, with the row of its one date."""
        begins, ends = act.begins // 1000, act.ends // 1000
        row = self.database.insert(
            "Events", calendar_id=1, title=act.title, eventLocation=act.where or None, description=act.note or None,
            eventStatus=1, dtstart=begins, dtend=ends, lastDate=ends, eventTimezone=self._phone.zone.key, hasAlarm=0,
        )  # fmt: skip
        day = begins // _DAY_MS + 2_440_588
        self.database.insert("Instances", event_id=row, begin=begins, end=ends, startDay=day,
                             endDay=ends // _DAY_MS + 2_440_588)  # fmt: skip
        self._note(act, (ANDROID, "Events", row))

    def delete(self, fact: Fact) -> None:
        """Remove an appointment: without an account to tell, the row goes at once."""
        self.database.run("DELETE FROM Instances WHERE event_id = ?", fact.row)
        self.database.run("DELETE FROM Events WHERE _id = ?", fact.row)


class IosCalendar(_Calendar):
    """The phone's own calendar."""

    def __init__(self, phone: Handset) -> None:
        """Make the one calendar and its store."""
        super().__init__(phone)
        self.database = phone.open_database(IOS, _IOS)
        self.database.insert("Store", name="Default", type=0, persistent_id=phone.uuid("calendar store"))
        self.database.insert("Calendar", store_id=1, title=NAME, color="#1BADF8")

    def add(self, act: AppointmentAct) -> None:
        """Enter an appointment with its place."""
        place = self.database.insert("Location", title=act.where) if act.where else None
        row = self.database.insert(
            "CalendarItem", summary=act.title, description=act.note or None, start_date=cocoa(act.begins),
            start_tz=self._phone.zone.key, end_date=cocoa(act.ends), end_tz=self._phone.zone.key, all_day=0,
            calendar_id=1, location_id=place, entity_type=2, creation_date=cocoa(self._phone.clock(act.at)),
            has_attendees=0,
        )  # fmt: skip
        if place:
            self.database.run("UPDATE Location SET item_owner_id = ? WHERE ROWID = ?", row, place)
        self._note(act, (IOS, "CalendarItem", row))

    def delete(self, fact: Fact) -> None:
        """Remove an appointment with its place."""
        self.database.run("DELETE FROM Location WHERE item_owner_id = ?", fact.row)
        self.database.run("DELETE FROM CalendarItem WHERE ROWID = ?", fact.row)
