"""What programs sent: answers that are kept, so that a request sent twice is done once."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.base import Base


class IdempotencyKey(Base):
    """A request that named itself, and its answer once there is one; `status` is 0 until then.

    Of the key and of what was sent only hashes are kept.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("user_id", "route", "key_sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    route: Mapped[str]
    key_sha256: Mapped[str]
    request_sha256: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int] = mapped_column(default=0)
    media_type: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
