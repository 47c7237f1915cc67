"""Every router of the API, in the order in which its documentation has them."""

from typing import Final

from app.web.api import articles, comparisons, events, exports, findings, jobs, me, snapshots

NOUNS: Final = (
    me.router,
    events.router,
    articles.router,
    comparisons.router,
    findings.router,
    snapshots.router,
    exports.router,
    jobs.router,
)
