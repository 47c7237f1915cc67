"""Exports of an event's comparison, for members: at once, or by a job where they take long."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from app.core.comparison import Comparison
from app.exports.report import Report
from app.services.errors import Invalid
from app.services.people.accounts import User
from app.services.sharing.exporting import Asked, Exportable, get_export
from app.storage.db import Database
from app.web.reading.options import ReadingOptions
from app.web.sharing.export import FORMATS, Format, report_of

MOST_NAME_CHARACTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """A format as offered: why it is refused, if it is; how many seconds it takes where nobody
    should wait for it, else 0."""

    form: Format
    refusal: str
    seconds: int


def event_report(
    exportable: Exportable, options: ReadingOptions, address: str, *, now: datetime
) -> Report:
    """The report of an event's comparison as members read it at that address."""
    return report_of(
        exportable.compared.comparison,
        title=exportable.compared.event.title,
        reviewed=exportable.findings,
        made_at=now,
        address=address,
        options=options,
    )


def export_event(
    sessions: Database,
    exportable: Exportable,
    form: Format,
    options: ReadingOptions,
    path: str,
    *,
    user: User,
    now: datetime,
) -> bytes:
    """An event's comparison in a format; `path` is the address where it is read, without options.

    Raises Invalid where it cannot be made, or NotReady where a job makes it.
    """
    address = options.url(path)
    report = event_report(exportable, options, address, now=now)
    if form.is_long(report) and not form.refusal(report):
        asked = Asked(form.name, address)
        return get_export(sessions, exportable, asked, user=user, now=now, what=form.what)
    return form.made(report)


def write_asked(exportable: Exportable, asked: Asked, now: datetime) -> bytes:
    """What a job is asked to make. Raises Invalid where it cannot be made."""
    options = ReadingOptions.read(parse_qs(urlsplit(asked.address).query))
    report = event_report(exportable, options, asked.address, now=now)
    return FORMATS[asked.form].made(report)


def chosen(options: ReadingOptions, comparison: Comparison) -> ReadingOptions:
    """Base and outlets alone of what was asked. Raises Invalid for one that is not there."""
    for key in (options.base, *options.outlets):
        if key and key not in comparison.positions:
            raise Invalid(f"There is no outlet “{key}” in this event: choose one of the list.")
    return ReadingOptions(base=options.base, outlets=options.outlets)


def offers_of(
    exportable: Exportable, options: ReadingOptions, *, now: datetime
) -> tuple[tuple[Offer, ...], tuple[str, ...]]:
    """Every format with what there is to say of it, and the keys of the articles that these
    options show, the base first."""
    report = event_report(exportable, options, "", now=now)
    offers = tuple(
        Offer(form, form.refusal(report), ceil(form.takes(report)) if form.is_long(report) else 0)
        for form in FORMATS.values()
    )
    articles = report.comparison.articles
    return offers, tuple(articles[column].key for column in report.columns)


def attachment(title: str, form: Format, now: datetime) -> dict[str, str]:
    """The header that has a browser save the file, named after title and day:
    "harbour-closed-2026-05-14.pdf". Letters that are not ASCII stand in a name of their own."""
    words = "-".join(re.findall(r"\w+", title.casefold()))[:MOST_NAME_CHARACTERS].rstrip("-")
    ending = f"-{now.date().isoformat()}.{form.suffix}"
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().strip("-_")
    told = f'attachment; filename="{plain or "comparison"}{ending}"'
    if plain != words:
        told += f"; filename*=UTF-8''{quote((words or 'comparison') + ending)}"
    return {"Content-Disposition": told}
