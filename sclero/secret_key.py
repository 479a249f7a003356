"""The secret key in a file that only its owner may read. Plain Python: `python3 sclero/secret_key.py` makes one."""

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "secret-key"


def read(home: Path) -> str:
    """Return the key kept in `home`, or "" when there is none."""
    path = home / NAME
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def make(home: Path) -> str:
    """Return the key kept in `home`, made first (mode 0600) when there is none."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(home / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read(home)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
    return read(home)


if __name__ == "__main__":
    make(Path(os.environ.get("SCLERO_HOME") or ROOT / "var"))
    sys.stdout.write("The secret key is in place.\n")
