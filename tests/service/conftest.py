from collections.abc import Iterator
from pathlib import Path

import pytest
from service_support import running
from starlette.testclient import TestClient


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with running(tmp_path) as client:
        yield client
