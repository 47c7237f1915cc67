"""Lines of the log: one a record, found by the number that a person was shown."""

import json
import logging
import sys
from datetime import UTC, datetime

from app.web.log_lines import JsonLines


def line_of(message: str, *, number: str = "", broken: Exception | None = None) -> str:
    """The line of a warning, which has come about where something broke."""
    told = None
    if broken is not None:
        try:
            raise broken
        except Exception:
            told = sys.exc_info()
    record = logging.LogRecord("sidebyline.web", logging.WARNING, "", 0, message, None, told)
    record.created = datetime(2026, 5, 14, 12, tzinfo=UTC).timestamp()
    if number:
        record.request_id, record.who = number, "ada"
    return JsonLines().format(record)


def test_a_line_says_when_where_and_what() -> None:
    assert json.loads(line_of("request failed", number="7f3a")) == {
        "at": "2026-05-14T12:00:00.000+00:00",
        "level": "warning",
        "from": "sidebyline.web",
        "what": "request failed",
        "request_id": "7f3a",
        "who": "ada",
    }
    assert "request_id" not in json.loads(line_of("a heartbeat could not be written"))


def test_nobody_begins_a_line_or_moves_the_cursor() -> None:
    hostile = 'a\r\n{"level": "info"}\x1b[2J\x00\u2028\u202e\ud800'
    line = line_of(hostile, broken=ValueError(hostile))
    assert line.isascii()
    assert line.isprintable()
    told = json.loads(line)
    assert told["what"] == hostile
    assert "ValueError" in told["error"]
