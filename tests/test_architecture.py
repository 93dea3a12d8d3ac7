"""The structure: who may import whom, who touches the disk, prints or reads the clock; no deal
stands in the program.

The table is `PACKAGES`; a package that it does not name fails the test until somebody says where it
belongs.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "rrdocs"
FILES = {
    path.relative_to(REPOSITORY).with_suffix("").as_posix().replace("/", "."): path
    for path in PACKAGE.rglob("*.py")
}
FILES = {
    name.removesuffix(".__init__").removeprefix("rrdocs."): path
    for name, path in sorted(FILES.items())
}

# in the order of the flow: each package may import those above it in this table, as far as it names
# them
PACKAGES = (
    ("errors", "", "the exceptions, as one tree"),
    ("atomic", "", "files written whole or not at all"),
    ("yamlfiles", "", "YAML into records that know their lines"),
    ("dates", "", "moments, periods, deadlines, and the calendars that are checked in"),
    (
        "agreement",
        "yamlfiles dates",
        "what an agreement says: terms, parties, interpretations, kinds of documents",
    ),
    (
        "deal",
        "yamlfiles dates agreement",
        "an agreement with its events: loaded, validated, with a ledger of the stock",
    ),
    ("docket", "yamlfiles dates agreement deal", "the types of the answer, in words and as JSON"),
    ("facts", "yamlfiles dates agreement deal docket", "what is so at an instant"),
    (
        "rules",
        "yamlfiles dates agreement deal docket facts",
        "what is due, to whom, by when and why",
    ),
    ("documents", "yamlfiles dates agreement deal docket facts", "what is said on paper"),
    (
        "service",
        "yamlfiles dates agreement deal docket facts documents",
        "the record, the docket page, mail",
    ),
    (
        "pipeline",
        "yamlfiles dates agreement deal docket facts rules documents service",
        "deals to packets, one or all",
    ),
    ("interview", "yamlfiles dates agreement", "a new deal's terms from questions"),
    ("cli", "*", "the command line: one module a command"),
    ("__main__", "*", "`python -m rrdocs`"),
    ("rrdocs", "*", "the functions for use from Python"),
)
COMMON = "errors atomic"
"""What every package may import."""
IMPORTS = {
    name: allowed if allowed == "*" else f"{COMMON} {allowed}" for name, allowed, _ in PACKAGES
}
FACTS = ("record", "time", "notices", "requests", "offerings")
"""The packages within `facts`, in order: each imports those before it only."""
DISK = {
    "atomic",
    "agreement.interpretations",
    "yamlfiles.nodes",
    "yamlfiles.descriptions",
    "dates",
    "deal.loading",
    "documents",
    "service",
    "pipeline",
    "cli",
}
PRINTS = {"cli"}
CLOCK = {"cli"}


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(FILES[name].read_text("utf-8"))


def unit(module: str) -> str:
    return module.partition(".")[0]


def imports(name: str, *, at_start: bool = False) -> Iterator[str]:
    """The modules of ours that one imports; with ``at_start`` only those that are needed to import
    it.
    """
    todo: list[ast.AST] = [tree(name)]
    while todo:
        node = todo.pop()
        if at_start and (
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        ):
            continue
        todo += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the package"
            found = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for each in found:
            if each.partition(".")[0] == "rrdocs":
                inner = each.removeprefix("rrdocs").removeprefix(".")
                yield next(
                    known for known in (inner, inner.rpartition(".")[0], "rrdocs") if known in FILES
                )


def named(name: str) -> Iterator[str]:
    """The dotted names that a module uses: `datetime.now`, `path.read_text`, `print`."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute):
            yield f"{ast.unparse(node.value).rpartition('.')[2]}.{node.attr}"
        elif isinstance(node, ast.Name):
            yield node.id


def outside(allowed: set[str]) -> list[str]:
    return [name for name in FILES if unit(name) not in allowed and name not in allowed]


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without ``__init__.py`` would be left out of a wheel."""
    folders = {parent for path in FILES.values() for parent in path.relative_to(PACKAGE).parents}
    assert [each for each in folders if not (PACKAGE / each / "__init__.py").is_file()] == []


def test_the_table_names_every_package_and_no_other() -> None:
    assert {unit(name) for name in FILES} == IMPORTS.keys()


@pytest.mark.parametrize("name", FILES)
def test_imports_go_downwards_only(name: str) -> None:
    allowed = IMPORTS[unit(name)]
    found = {unit(each) for each in imports(name)} - {unit(name)}
    assert allowed == "*" or sorted(found - set(allowed.split())) == []


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("facts.")])
def test_facts_rest_on_the_facts_before_them(name: str) -> None:
    own = FACTS.index(name.split(".")[1])
    used = {FACTS.index(each.split(".")[1]) for each in imports(name) if each.startswith("facts.")}
    assert max(used, default=0) <= own


def test_no_modules_import_each_other() -> None:
    order = TopologicalSorter(
        {name: [each for each in imports(name, at_start=True) if each != name] for name in FILES}
    )
    assert set(order.static_order()) == set(FILES)


TOUCHES = re.compile(
    r"open|\w+\.(open|(read|write)_(text|bytes)|r?glob|iterdir|mkdir|unlink|rename|is_(file|dir)|exists|stat)"
)


@pytest.mark.parametrize("name", outside(DISK))
def test_few_modules_touch_the_disk(name: str) -> None:
    assert [each for each in named(name) if TOUCHES.fullmatch(each)] == []
    libraries = {
        alias.name
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert libraries.isdisjoint({"os", "shutil", "subprocess", "tempfile", "io", "socket"})


@pytest.mark.parametrize("name", outside(PRINTS))
def test_only_the_command_line_prints(name: str) -> None:
    assert [
        each for each in named(name) if each in {"print", "click.echo", "sys.stdout", "sys.stderr"}
    ] == []


@pytest.mark.parametrize("name", outside(CLOCK))
def test_only_the_command_line_reads_the_clock(name: str) -> None:
    clocks = re.compile(r"(datetime|date)\.(now|utcnow|today)|time\.(?!max|min)\w+")
    assert [each for each in named(name) if clocks.fullmatch(each)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_module_is_long(name: str) -> None:
    assert len(FILES[name].read_text("utf-8").splitlines()) <= 400


LONG = "# Long: "
"""How a comment above a function of more than fifty lines begins; the reason follows."""


@pytest.mark.parametrize("name", FILES)
def test_a_long_function_has_its_reason_above_it(name: str) -> None:
    lines = FILES[name].read_text("utf-8").splitlines()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            above = lines[first - 2].strip() if first > 1 else ""
            is_long = (node.end_lineno or node.lineno) - node.lineno >= 50
            assert above.startswith(LONG) == is_long, (node.name, "50 lines")


ALIASES = {"F", "T", "R", "E", "K", "V", "Ts", "P", "A"}
"""Type variables, which mean something in their own module only."""


def test_a_public_name_is_defined_in_one_module() -> None:
    homes: dict[str, set[str]] = {}
    for name in FILES:
        for node in tree(name).body:
            match node:
                case ast.FunctionDef() | ast.ClassDef():
                    defined = [node.name]
                case ast.Assign():
                    defined = [each.id for each in node.targets if isinstance(each, ast.Name)]
                case ast.AnnAssign(target=ast.Name(id=own)):
                    defined = [own]
                case _:
                    defined = []
            for each in defined:
                command = name == f"cli.{each}"  # a command bears the name of its module
                if not each.startswith("_") and each not in ALIASES and not command:
                    homes.setdefault(each, set()).add(name)
    assert {name: sorted(found) for name, found in homes.items() if len(found) > 1} == {}


# ---- no deal stands in the program


def constants(name: str) -> Iterator[str | int]:
    """The texts and numbers of a module's code: no comments, no docstrings, no words under a
    definition.
    """
    prose = {id(node.value) for node in ast.walk(tree(name)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(name)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str | int)
            and id(node) not in prose
        ):
            yield node.value


ORDINARY = {"Holder", "Holders", "the Company", "Common Stock"}
"""Defined terms of some agreements that are plain words of the field as well."""


def names_of_deals() -> tuple[set[str], set[str]]:
    """The ids that deals use, and the names that they write out: parties, tranches, counsel, other
    agreements, defined terms.
    """
    ids: set[str] = set()
    names: set[str] = set()
    for folder in (REPOSITORY / "data").glob("*/"):
        agreement, roster = (
            yaml.safe_load((folder / file).read_text("utf-8"))
            for file in ("agreement.yaml", "parties.yaml")
        )
        parties = {
            key: party for key, party in roster["parties"].items() if not party.get("illustrative")
        }
        ids |= parties.keys() | agreement["tranches"].keys()
        for each in (*parties.values(), *agreement["tranches"].values()):
            names |= {
                each["name"],
                each.get("short", each["name"]),
                (each.get("signs") or each).get("by", each["name"]),
            }
        names |= {each["name"] for each in agreement.get("other_agreements", ())}
        names |= {
            text for term in agreement["terms"].values() for text in term.get("opinion_counsel", ())
        }
        names |= {
            agreement["words"][key]
            for key in ("issuer", "holder", "holders", "stock", "common_stock")
        } - ORDINARY
    return ids, names


def test_the_search_below_would_find_something() -> None:
    ids, names = names_of_deals()
    assert {"rather", "february_2001", "wcas_viii"} <= ids
    assert {"Savvis", "WCAS VIII", "Restricted Stock", "Steven M. Gallant"} <= names
    assert {"joinder", "split"} <= set(constants("deal.events.holdings"))


@pytest.mark.parametrize("name", FILES)
def test_no_name_of_a_deal_stands_in_the_program(name: str) -> None:
    ids, names = names_of_deals()
    whole_words = re.compile(rf"\b({'|'.join(re.escape(each) for each in sorted(names))})\b")
    texts = [each for each in constants(name) if isinstance(each, str)]
    assert [text for text in texts if text in ids] == []
    assert [text for text in texts if whole_words.search(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_no_clause_and_no_figure_of_an_agreement_stands_in_the_program(name: str) -> None:
    """Clauses such as 3(a), amounts such as 5,000,000, and periods such as 30, 90 or 180 days come
    from the terms.
    """
    clause = re.compile(r"\b\d\((?:[a-z]|[ivx]+)\)")
    found = [each for each in constants(name) if isinstance(each, str) and clause.search(each)]
    figures = {30, 90, 180, 5_000_000, 6_250_000}
    found += [
        str(each)
        for each in constants(name)
        if each in figures and unit(name) in {"facts", "rules", "docket", "service"}
    ]
    assert found == []


NAMESPACES = (
    "{HOME}",
    "json-schema.org/draft",
    "schemas.openxmlformats.org",
    "schemas.microsoft.com",
    "www.w3.org",
    "purl.org/dc",
    "www.aiim.org/pdfa/ns",
    "ns.adobe.com/pdf",
)
"""The only web addresses in the repository: this machine's loopback, and names of vocabularies,
from which nothing is fetched.
"""


def test_no_path_of_a_machine_and_no_address_of_a_host_stands_in_a_file() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
    )
    paths = [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]
    binary = (".docx", ".ttf", ".png")
    files = [
        path
        for path in paths
        if path.is_file() and path != Path(__file__) and path.suffix not in binary
    ]
    vocabulary = "|".join(re.escape(name) for name in NAMESPACES)
    private = re.compile(
        rf"/(?:home|root|Users|work|tmp|mnt|opt)/\w+|[A-Z]:\\Users|index-url|https?://(?!{vocabulary})".encode()
    )
    assert len(files) > 50
    found = [
        (path.relative_to(REPOSITORY).as_posix(), hit[0])
        for path in files
        for hit in private.finditer(path.read_bytes())
    ]
    assert found == []


def test_no_test_imports_from_a_test_module() -> None:
    """What several tests need stands in tests/support/."""
    lent = re.compile(r"^\s*(?:from tests\.(?:test_|conftest)|from tests import test_)", re.M)
    files = [
        path for name in ("tests", "tools", "bench") for path in (REPOSITORY / name).rglob("*.py")
    ]
    assert [path.name for path in files if lent.search(path.read_text("utf-8"))] == []
