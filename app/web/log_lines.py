"""What goes wrong, written to standard error: a line of JSON for each, with its moment in UTC."""

import json
import logging
from datetime import UTC, datetime

from app.web.security import REQUEST_ID

KNOWN = (REQUEST_ID, "who", "route")


class JsonLines(logging.Formatter):
    """A record as one line of JSON. Whatever stands in it, escaped: nobody can begin a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the number that the error's page shows and where the fault lies."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "what": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in KNOWN if getattr(record, name, "")}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line)


def log_in_lines() -> None:
    """Has this process write its warnings and errors in that way."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
