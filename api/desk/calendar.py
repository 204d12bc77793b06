"""What a desk owes by a date as a calendar to subscribe to (RFC 5545): a whole day each, under an id that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event

from api.desk.table import Desk
from queries.answers.desk import DeskRow


def desk_calendar(desk: Desk, page: Callable[[str], str]) -> bytes:
    """The dated rows as events; ``page`` gives the address of a thing's page. Equal desks give equal calendars."""
    calendar = Calendar()
    calendar.add("prodid", "-//plangraph//desk//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", desk.title)
    calendar.add("name", desk.title)
    for row in desk.rows:
        if row.due is not None:
            calendar.add_component(_event(desk, row, date.fromisoformat(row.due), page))
    return bytes(calendar.to_ical())


def _event(desk: Desk, row: DeskRow, due: date, page: Callable[[str], str]) -> Event:
    told = [
        f"{desk.what(row)} {desk.numbers(row)} {row.item.name}",
        f"{desk.t('desk.main')}：{desk.owners(row.owners)}",
        f"{desk.t('desk.printed')}：{row.deadline_as_printed or ''}",
        page(row.item.id),
    ]
    event = Event()
    event.add("uid", f"{row.id}@plangraph")
    # When a plan was written is not known to the second; the same content must give the same bytes.
    event.add("dtstamp", datetime.combine(due, time(), UTC))
    event.add("dtstart", due)
    event.add("summary", row.text)
    event.add("description", "\n".join(told))
    event.add("url", page(row.item.id))
    event.add("categories", [desk.what(row)])
    event.add("transp", "TRANSPARENT")
    return event
