"""Measuring: each piece of work in a process of its own, so that its time and its largest memory
are its own.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Cost:
    """Of a whole command: seconds by the clock, seconds of processor time, and the most memory of
    one of its processes in MB.
    """

    wall: float
    cpu: float
    memory: float


def memory() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_APART = """
import importlib, json, sys
module, _, name = sys.argv[1].partition(":")
print(json.dumps(getattr(importlib.import_module(f"bench.{module}"), name)(*sys.argv[2:])))
"""

_COMMAND = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
print(json.dumps({"wall": wall, "cpu": cpu, "memory": memory}))
"""


def _python(code: str, *words: str) -> Any:
    # Compiled modules are kept, as on a user's machine, whatever this shell says.
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def apart(work: str, *arguments: object) -> Any:
    """What `bench.<module>:<function>` returns, called with some words in a process of its own."""
    return _python(_APART, work, *map(str, arguments))


def command(*words: str) -> Cost:
    """The cost of `rrdocs` with these words."""
    return Cost(**_python(_COMMAND, str(Path(sys.executable).with_name("rrdocs")), *words))


def machine() -> str:
    """The machine and the versions, in a sentence."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor() or platform.machine()
    packages = [
        f"{package} {version(package)}"
        for package in ("rrdocs", "docxtpl", "dxpdf", "pikepdf", "pypdf")
    ]
    return ", ".join(
        [
            f"{name} ({os.cpu_count()} processors)",
            f"Python {platform.python_version()}",
            *packages,
            _libreoffice(),
        ]
    )


def _libreoffice() -> str:
    if shutil.which("soffice") is None:
        return "no LibreOffice"
    return " ".join(
        subprocess.run(
            ["soffice", "--version"], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.split()[:2]
    )
