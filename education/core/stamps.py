"""Stamps: what was done with which files, so that a second start repeats nothing."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path]) -> str:
    """Return one SHA-256 over the names and bytes of `files`, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


class Stamp:
    """One line in a file of `home`, named for what was done."""

    def __init__(self, home: Path, name: str) -> None:
        self.path = home / f"{name}.stamp"

    def says(self, mark: str) -> bool:
        """Tell whether it was last done with `mark`."""
        return self.path.exists() and self.path.read_text(encoding="ascii") == mark

    def set(self, mark: str) -> None:
        """Remember that it was done with `mark`."""
        self.path.write_text(mark, encoding="ascii")

    def clear(self) -> None:
        """Forget."""
        self.path.unlink(missing_ok=True)
