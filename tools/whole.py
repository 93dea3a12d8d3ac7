"""Check that packets are whole: every file of every manifest is there with its hash, no other file is, and every PDF can be read."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from pypdf import PdfReader


def faults(folder: Path) -> list[str]:
    """What is wrong with one event's folder."""
    known = {entry["path"]: entry["sha256"] for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    found = [f"{folder}: {name} is {'missing' if name in known else 'not in the manifest'}" for name in sorted(there ^ known.keys())]
    for name in sorted(there & known.keys()):
        data = (folder / name).read_bytes()
        if hashlib.sha256(data).hexdigest() != known[name]:
            found.append(f"{folder}: {name} has changed")
        if name.endswith(".pdf") and not PdfReader(folder / name).pages:
            found.append(f"{folder}: {name} has no page")
    if "packet.pdf" not in known:
        found.append(f"{folder}: there is no packet")
    return found


def main(out: Path) -> int:
    """Check every folder below ``out`` and say how many there are; the exit code."""
    folders = sorted(path.parent for path in out.glob("*/*/manifest.json"))
    found = [fault for folder in folders for fault in faults(folder)]
    print("\n".join(found) if found else f"{len(folders)} packets are whole")
    return 1 if found or not folders else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
