"""`guide serve` as a process of its own on a free port."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent


class MeasuredService:
    """Starts the service, waits until it is healthy, stops it at the end."""

    def __init__(
        self, site: Path, index: Path, *, watch: bool = False, folder: Path = ROOT
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "chatbot", "serve", "--port", str(port)]
        command += ["--site", str(site), "--index", str(index), *(["--watch"] if watch else [])]
        self._process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> "MeasuredService":
        for _ in range(600):
            try:
                if httpx.get(f"{self.url}/api/health").status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.05)
        raise SystemExit("The service did not start within 30 s.")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)

    def resident_mb(self) -> float:
        """Resident memory now, from /proc."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
