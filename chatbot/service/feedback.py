"""What askers say of the answers, in SQLite. The question is kept only where its asker agreed."""

import threading
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import JSON, URL, Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import NullPool

from chatbot.service.masking import mask
from chatbot.service.problems import ApiError
from chatbot.service.schemas import FeedbackRequest

BUSY_SECONDS = 2.0


class _Base(DeclarativeBase):
    pass


class FeedbackRow(_Base):
    """One vote. No address, no browser, no cookie: nothing that says who it was."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    received_at: Mapped[str]
    vote: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str]
    index_id: Mapped[str]
    location: Mapped[str]
    question: Mapped[str | None]
    client_id: Mapped[str | None]


class FeedbackStore:
    """Opens the file on the first vote, so that a service nobody votes on writes nothing."""

    def __init__(self, path: Path, *, max_rows: int) -> None:
        self._path = path
        self._max_rows = max_rows
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def add(self, feedback: FeedbackRequest) -> bool:
        """Store a vote, in place of the one with the same id if there is one.

        Returns whether the question was stored with it.

        Raises:
            ApiError: 503; the file cannot be written, or holds `max_rows` votes already.
        """
        question = feedback.question if feedback.share_question else None
        row = FeedbackRow(
            received_at=datetime.now(UTC).isoformat(timespec="seconds"),
            vote=feedback.vote,
            reasons=sorted(set(feedback.reasons)),
            note=mask(feedback.note),
            index_id=feedback.index_id,
            location=mask(feedback.location),
            question=None if question is None else mask(question),
            client_id=feedback.id,
        )
        same = select(FeedbackRow.id).where(FeedbackRow.client_id == feedback.id)
        try:
            with self._lock, Session(self._open()) as session:
                earlier = session.scalar(same) if feedback.id else None
                n_rows = session.scalar(select(func.count()).select_from(FeedbackRow)) or 0
                if earlier is None and n_rows >= self._max_rows:
                    raise _unavailable("The store of feedback is full.")
                row.id = earlier  # type: ignore[assignment]  # None: the file gives the next one
                session.merge(row)
                session.commit()
        except (SQLAlchemyError, OSError) as error:
            raise _unavailable("Feedback cannot be stored now. Try again later.") from error
        return question is not None

    def _open(self) -> Engine:
        if self._engine is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(
                URL.create("sqlite", database=str(self._path)),
                connect_args={"timeout": BUSY_SECONDS},
                poolclass=NullPool,
            )
            event.listen(engine, "connect", _delete_for_good)
            self._engine = engine
        _prepare(self._engine)
        return self._engine


def read_feedback(path: Path) -> list[FeedbackRow]:
    """All votes, oldest first; [] where there is no file yet."""
    if not path.is_file():
        return []
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    _prepare(engine)
    with Session(engine) as session:
        return list(session.scalars(select(FeedbackRow).order_by(FeedbackRow.id)))


def _prepare(engine: Engine) -> None:
    """Make the table, or add to an older one the column that it lacks."""
    _Base.metadata.create_all(engine)
    if "client_id" not in {column["name"] for column in inspect(engine).get_columns("feedback")}:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE feedback ADD COLUMN client_id VARCHAR"))


def _delete_for_good(connection: object, _: object) -> None:
    """A deleted vote leaves no readable trace in the file."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _unavailable(message: str) -> ApiError:
    return ApiError(503, "feedback_unavailable", message, headers={"retry-after": "60"})
