"""Which language: a clear answer, or none."""

import pytest

from app.sources.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The port of Marrow stood still on Thursday after dockers walked out at dawn.", "en"),
        ("Der Hafen von Marrow stand am Donnerstag still, nachdem die Arbeiter gingen.", "de"),
        ("توقف العمل في ميناء مارو يوم الخميس بعد أن أضرب العمال عند الفجر في الميناء.", "ar"),
    ],
)
def test_clear_texts(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", "Port strike", "12345 " * 40, "xq zzv wrk plm qqt bbr ttw kkp " * 3, "\ud800" * 60]
)
def test_unclear_texts_have_none(text):
    assert language_of(text) is None
