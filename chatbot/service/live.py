"""The assistant in use, replaced whole when a new index appears."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from chatbot.answering.composer import Reply
from chatbot.manifest import current_index_id
from chatbot.service.logs import log
from chatbot.service.problems import NotReadyError


class Assistant(Protocol):
    """What the service needs of `FaqAssistant`. Used by several threads at once."""

    index_id: str
    n_passages: int
    encoder_name: str

    def reply(
        self,
        question: str,
        history: Sequence[str] = (),
        page: str = "",
        *,
        exact: bool = False,
    ) -> Reply: ...


AssistantFactory = Callable[[Path], Assistant]


class LiveAssistant:
    """Holds the current assistant. Whoever took it keeps it to the end of the request."""

    def __init__(self, index_dir: Path, factory: AssistantFactory) -> None:
        self._index_dir = index_dir
        self._factory = factory
        self._assistant: Assistant | None = None
        self._complaint: tuple[str, str] | None = None
        self._lock = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        return self._assistant is not None

    def current(self) -> Assistant:
        """The assistant to answer with.

        Raises:
            NotReadyError: none is loaded yet.
        """
        assistant = self._assistant
        if assistant is None:
            raise NotReadyError
        return assistant

    def load(self) -> Assistant:
        """Read the index.

        Raises:
            ChatbotError: the index or its encoder cannot be used.
        """
        with self._lock:
            self._assistant = self._factory(self._index_dir)
            return self._assistant

    def use(self, assistant: Assistant) -> None:
        """Answer with this one from now on."""
        self._assistant, self._complaint = assistant, None
        log(
            logging.INFO,
            "index_loaded",
            index_id=assistant.index_id,
            n_passages=assistant.n_passages,
        )

    def refresh(self) -> bool:
        """Load the index in the folder if it is another one; a broken one is logged, not used."""
        index_id = current_index_id(self._index_dir)
        loaded = self._assistant
        if index_id is None or (loaded is not None and loaded.index_id == index_id):
            return False
        try:
            with self._lock:
                assistant = self._factory(self._index_dir)
        except Exception as error:  # whatever is wrong with a new index, the old one answers on
            if self._complaint != (index_id, str(error)):
                self._complaint = (index_id, str(error))
                log(logging.ERROR, "index_refused", index_id=index_id, message=str(error))
            return False
        self.use(assistant)
        return True


class IndexPoller:
    """A thread that looks for a new index every so often."""

    def __init__(self, refresh: Callable[[], object], *, poll_seconds: float) -> None:
        self._refresh = refresh
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="index-poller", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._poll_seconds):
            self._refresh()
