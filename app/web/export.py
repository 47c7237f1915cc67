"""A comparison as one HTML file that needs nothing else: no script, no link to a server."""

from app.core.comparison import Comparison
from app.web.environment import build_environment, style_sheet
from app.web.ledgers.names import names_view
from app.web.ledgers.numbers import numbers_view
from app.web.ledgers.quotations import quotations_view
from app.web.reading.findings import finding_views
from app.web.reading.options import ReadingOptions
from app.web.reading.paging import Asked
from app.web.reading.places import Place
from app.web.reading.views import read_comparison, row_places

HERE = Place(path="", page_rows=None)


def comparison_html(comparison: Comparison) -> str:
    """The reading view with its style sheet inside, everything on one page."""
    options = ReadingOptions()
    rows = row_places(comparison, options, HERE)
    return (
        build_environment()
        .get_template("comparisons/file.html")
        .render(
            reading=read_comparison(comparison, options, HERE),
            findings=finding_views(comparison.findings, rows, ""),
            names=names_view(comparison, HERE, Asked()),
            quotations=quotations_view(comparison, HERE, Asked()),
            numbers=numbers_view(comparison, HERE, Asked()),
            place=HERE,
            printed="",
            engine_version=comparison.engine_version,
            css=style_sheet(),
        )
    )
