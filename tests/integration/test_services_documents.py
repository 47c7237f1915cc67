"""Stored documents are read once while they are in use, and collecting garbage waits for them."""

import gc
import json

import pytest

from app.core.document import comparison_document, document_bytes
from app.services.comparing import documents
from tests.planted import sample


@pytest.fixture
def content() -> bytes:
    return document_bytes(comparison_document(sample("river-ferry")))


def test_the_same_document_is_read_once(content: bytes) -> None:
    first = documents.comparison_of(content)
    assert document_bytes(comparison_document(first)) == content
    assert documents.comparison_of(bytes(bytearray(content))) is first


def test_a_very_long_document_is_not_kept(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_KEPT_BYTES", len(content) - 1)
    assert documents.comparison_of(content) is not documents.comparison_of(content)


def test_a_frozen_document_comes_with_what_stands_around_the_comparison(content: bytes) -> None:
    event = {"title": "Ferry aground"}
    frozen = json.dumps({"event": event, "comparison": json.loads(content)}).encode()
    around, comparison = documents.snapshot_of(frozen)
    assert around == {"event": event}
    assert document_bytes(comparison_document(comparison)) == content


@pytest.mark.parametrize("is_enabled", [True, False])
def test_garbage_is_collected_afterwards_as_before(is_enabled: bool) -> None:
    (gc.enable if is_enabled else gc.disable)()
    try:
        with pytest.raises(ValueError, match="Not a sidebyline/comparison@1 document"):
            documents.comparison_of(b"{}")
        assert gc.isenabled() == is_enabled
    finally:
        gc.enable()
