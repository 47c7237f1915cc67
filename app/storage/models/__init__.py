"""The tables. Ground state is never recomputed; `comparisons`, `exports` and ended
`jobs` may be thrown away.

Teams own events; users and sessions belong to a team. A time in an article's own words is kept
as ISO text in its own precision; times of ours are UTC. Columns `version` guard what people edit.
"""

from app.storage.base import Base
from app.storage.models.accounts import (
    ROLES,
    ApiToken,
    Attempt,
    Invitation,
    RecoveryCode,
    SignInLink,
    Team,
    User,
    UserSession,
)
from app.storage.models.articles import (
    JOB_STATES,
    Article,
    Batch,
    CapturedText,
    Draft,
    Event,
    Refusal,
    Revision,
    StoredComparison,
    StoredExport,
    StoredJob,
)
from app.storage.models.programs import IdempotencyKey
from app.storage.models.review import (
    LINK_ACTS,
    REASONS,
    RULINGS,
    SUBMITTED,
    Assignment,
    BulkDecision,
    Comment,
    Decision,
    DecisionAnchor,
    FindingView,
    LinkCorrection,
    Mention,
    SignOff,
    Submission,
)
from app.storage.models.rules import SCOPES, STRENGTHS, VERDICTS, HouseRule, OwnTerm
from app.storage.models.shares import (
    SNAPSHOT_CONTENTS,
    SNAPSHOT_KINDS,
    AuditRow,
    SnapshotEntry,
    StoredSnapshot,
)

__all__ = [
    "JOB_STATES",
    "LINK_ACTS",
    "REASONS",
    "ROLES",
    "RULINGS",
    "SCOPES",
    "SNAPSHOT_CONTENTS",
    "SNAPSHOT_KINDS",
    "STRENGTHS",
    "SUBMITTED",
    "VERDICTS",
    "ApiToken",
    "Article",
    "Assignment",
    "Attempt",
    "AuditRow",
    "Base",
    "Batch",
    "BulkDecision",
    "CapturedText",
    "Comment",
    "Decision",
    "DecisionAnchor",
    "Draft",
    "Event",
    "FindingView",
    "HouseRule",
    "IdempotencyKey",
    "Invitation",
    "LinkCorrection",
    "Mention",
    "OwnTerm",
    "RecoveryCode",
    "Refusal",
    "Revision",
    "SignInLink",
    "SignOff",
    "SnapshotEntry",
    "StoredComparison",
    "StoredExport",
    "StoredJob",
    "StoredSnapshot",
    "Submission",
    "Team",
    "User",
    "UserSession",
]
