"""Events written beside the server, each for one test to change: compared once, copied for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count

from app.config import CHECKOUT
from app.core.tuning import ENGINE_VERSION
from app.services.articles import ingest
from app.services.articles.reading import ReadArticle
from app.services.articles.samples import read_sample
from app.services.comparing import compare
from app.services.people import accounts
from app.sources.upload import Upload
from app.storage import comparisons, models
from app.storage.db import Database
from tests.browser import texts
from tests.factories import import_event


@dataclass(frozen=True, slots=True)
class Own:
    """An event that no other test meets. Its title is nobody else's either."""

    path: str
    title: str


class Maker:
    """Makes events and previews in the server's database, as its local owner."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = datetime.now(UTC)
        with database.write() as session:
            self.owner = accounts.ensure_owner(session, now=self.now)
        self._numbers = count(1)
        self._documents: dict[str, bytes] = {}

    def sample(self, folder: str) -> Own:
        """A copy of the sample event of that folder of `seeds/`."""
        return self.event(f"Like {folder}", _sample(folder))

    def event(self, title: str, articles: Sequence[ReadArticle]) -> Own:
        """A new event of these articles, its comparison stored; "1", "2", … end its title."""
        title = f"{title} {next(self._numbers)}"
        event = import_event(self.database, self.owner, self.now, *articles, title=title)
        with self.database.read() as session:
            inputs = compare.read_inputs(session, event.id, user=self.owner)
        name = compare.hash_of(inputs)
        if name in self._documents:
            self._store(inputs.key, name)
        else:
            self._documents[name] = self._compared(event.id, inputs.key, name)
        return Own(f"/events/{event.id}", title)

    def preview(self) -> str:
        """The path of a new preview of one text."""
        with self.database.write() as session:
            batch = ingest.propose(
                session,
                [Upload(None, texts.GAZETTE.encode())],
                user=self.owner,
                event_id=None,
                event_title="",
                now=self.now,
            )
        return f"/batches/{batch.id}"

    def _compared(self, event_id: str, key: int, name: str) -> bytes:
        compare.get_comparison(self.database, event_id, user=self.owner, now=self.now)
        with self.database.read() as session:
            document = comparisons.document_by_inputs(session, key, name)
        assert document
        return document

    def _store(self, key: int, name: str) -> None:
        with self.database.write() as session:
            session.add(
                models.StoredComparison(
                    event_id=key,
                    inputs_sha256=name,
                    engine_version=ENGINE_VERSION,
                    document=self._documents[name],
                    created_at=self.now,
                )
            )
            session.commit()


@cache
def _sample(folder: str) -> tuple[ReadArticle, ...]:
    return tuple(_readable(folder))


def _readable(folder: str) -> Iterator[ReadArticle]:
    for each in read_sample(CHECKOUT / "seeds" / folder / "event.json").read:
        assert isinstance(each, ReadArticle)
        yield each
