"""The README and the pages of docs/: their commands, links and names of files are true, and each
page can be found from the README.
"""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rrdocs.cli import main
from tests.support.packets import SAVVIS

REPOSITORY = Path(__file__).parents[1]
TOP = [REPOSITORY / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG")]
PAGES = [*TOP, *sorted((REPOSITORY / "docs").rglob("*.md"))]
MADE = {"commands.md", "coverage.md", "documents.md", "events.md", "parameters.md", "terms.md"}
"""Pages that tools write; other tests hold them to what the tools say."""
WRITTEN = [page for page in PAGES if page.name not in MADE]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
OWN = re.compile(r"`((?:rrdocs|tests|tools|docs|data|bench|schemas)/[\w./-]*)`")


def name_of(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def links(page: Path) -> set[Path]:
    found = LINK.findall(page.read_text("utf-8"))
    return {(page.parent / link).resolve() for link in found if "://" not in link}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert [str(path) for path in links(page) if not path.exists()] == []


def test_every_page_is_found_from_the_readme() -> None:
    known = links(TOP[0])
    for page in [path for path in known if path.suffix == ".md"]:
        known |= links(page)
    assert [name_of(page) for page in PAGES[1:] if page.resolve() not in known] == []


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = OWN.findall(page.read_text("utf-8"))
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_lines_are_short_except_in_tables(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    assert [line for line in lines if len(line) > 100 and not line.startswith("|")] == []


def commands(page: Path) -> Iterator[list[str]]:
    """The rrdocs commands in a page's shell examples, each as its words without ``rrdocs``."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        lines = block.replace("\\\n", " ").splitlines()
        short = {f"${name}": text for name, text in re.findall(r'^(\w+)="(.+)"$', block, re.M)}
        for line in lines:
            words = shlex.split(line, comments=True)
            if words and words[0] in short:
                words = short[words[0]].split() + words[1:]
            if words and words[0].rpartition("/")[2] == "rrdocs":
                yield words[1:]


def unknown(words: list[str]) -> list[str]:
    """What a command of an example names that the command line does not have."""
    command: click.Command = main
    names = [word for word in words if not word.startswith("-")]
    while isinstance(command, click.Group) and names:
        own = sum(isinstance(param, click.Argument) for param in command.params)
        name = names[own] if own < len(names) else ""
        deeper = command.get_command(click.Context(command), name)
        if deeper is None:
            return [name]
        command, names = deeper, names[own + 1 :]
    options = {"--help"} | {name for param in command.params for name in param.opts}
    return [word for word in words if word.startswith("--") and word not in options]


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_every_command_of_an_example_is_one(page: Path) -> None:
    assert [(words, wrong) for words in commands(page) if (wrong := unknown(words))] == []


def test_the_examples_are_seen() -> None:
    assert len(list(commands(REPOSITORY / "docs" / "story.md"))) > 8
    assert unknown(["due", "DEAL", "--as-off", "2001-06-08"]) == ["--as-off"]
    assert unknown(["dew", "DEAL"]) == ["dew"]


def test_the_story_can_be_typed_as_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = REPOSITORY / "docs" / "story.md"
    (listed,) = re.findall(r"```csv\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (tmp_path / "list.csv").write_text(listed, "utf-8")
    (tmp_path / "mine" / "events").mkdir(parents=True)
    for name in ("agreement.yaml", "parties.yaml"):
        shutil.copy(SAVVIS / name, tmp_path / "mine")
    monkeypatch.chdir(tmp_path)
    said = ""
    for words in commands(page):
        if "--server" not in words:
            result = CliRunner().invoke(main, words)
            assert result.exit_code == 0, (words, result.output)
            said += " ".join(result.stdout.split())
    proved = page.read_text("utf-8").partition("## Service is proved")[2]
    printed = re.findall(r"\n\n```\n(.*?)```", proved, re.DOTALL)
    assert len(printed) == 2
    assert [text for text in printed if " ".join(text.split()) not in said] == []
    assert (tmp_path / "out" / "docket.html").is_file()


def test_the_readme_shows_what_why_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = TOP[0].read_text("utf-8")
    (asked,) = [words for words in commands(TOP[0]) if words[0] == "why"]
    monkeypatch.chdir(REPOSITORY)
    said = " ".join(CliRunner().invoke(main, asked).stdout.split())
    (shown,) = re.findall(r"```\n(Demand Further Notice .*?)```", text, re.DOTALL)
    lines = re.sub(r"\n {10,}", " ", shown).splitlines()
    assert len(lines) > 8
    assert [line for line in lines if " ".join(line.split()) not in said] == []


def test_the_page_of_the_architecture_has_the_table_of_its_test() -> None:
    page = runpy.run_path(str(REPOSITORY / "tools" / "architecture.py"))
    assert page["PAGE"].read_text("utf-8") == page["page"](), "python tools/architecture.py"
