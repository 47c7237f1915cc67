"""A comparison as one HTML file that needs nothing else: no script, no link to a server."""

from app.core.comparison import Comparison
from app.web.environment import build_environment, style_sheet
from app.web.options import ReadingOptions
from app.web.views import Place, finding_views, read_comparison, row_places

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
            engine_version=comparison.engine_version,
            css=style_sheet(),
        )
    )
