"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Text is written as UTF-8. Raises OSError where the folder cannot be written to.
    """
    work = path.with_name(f".{path.name.removeprefix('.')}.new")
    work.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    os.replace(work, path)
