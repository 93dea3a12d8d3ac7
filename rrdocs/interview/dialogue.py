"""What an agreement grants, asked clause by clause in plain words; and the two data files that the
answers make.

`interview` is a dialogue: it yields questions and is sent the answers, already parsed. Whoever
leads it decides how to ask, and may keep the raw answers by the keys of their questions, to answer
the same questions again later.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from rrdocs.agreement.covenants import Method, Payer
from rrdocs.agreement.parties import email
from rrdocs.agreement.terms import Terms
from rrdocs.agreement.vocabulary import MethodName, PartyKind
from rrdocs.dates.moments import Day
from rrdocs.interview.answers import (
    Parse,
    choice,
    listed,
    maybe,
    period_after,
    reader,
    reads,
    text,
    whole_number,
)
from rrdocs.interview.questions import PROVISIONS, Provision
from rrdocs.yamlfiles.records import Record
from rrdocs.yamlfiles.writing import block_style


@dataclass(frozen=True)
class Question:
    """One question: the key of its answer, its words, what Enter means, and how an answer is read
    (ValueError: in words, why not).
    """

    key: str
    words: str
    parse: Parse
    default: str = ""
    heading: str = ""


@dataclass
class Files:
    """The two files, as data; ``notes`` are the comments above their entries, by path."""

    agreement: dict[str, Any] = field(default_factory=dict)
    roster: dict[str, Any] = field(default_factory=dict)
    notes: dict[tuple[str, ...], str] = field(default_factory=dict)


Dialogue = Generator[Question, Any, Files]


def slug(name: str, taken: Mapping[str, object]) -> str:
    """An id made of a name: its first words, in small letters; a number where it is taken."""
    words = re.findall(r"[a-z0-9]+", name.casefold())
    short = (
        [word for word in words if word not in ("the", "of", "and", "inc", "llc", "lp", "l", "p")][
            :2
        ]
        or words[:1]
        or ["party"]
    )
    base = "_".join(short)
    base = base if base[0].isalpha() else f"x_{base}"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found


# ---- the dialogue


def interview() -> Dialogue:
    """Ask for all that the files need; the answers, as files."""
    files = Files()
    agreement = files.agreement
    agreement["title"] = yield Question(
        "title", "Title of the agreement", text, "Registration Rights Agreement", "The agreement"
    )
    agreement["date"] = yield Question("date", "Its date, such as 2020-01-31", reads(Day))
    agreement["parties"] = yield Question(
        "parties", "The parties, as a letter would name them in one line", text
    )
    yield from _words(files)
    yield from _tranches(files)
    yield from _parties(files)
    agreement["terms"] = {}
    for provision in PROVISIONS:
        yield from _provision(files, provision)
    yield from _unmodelled(files)
    return files


def _words(files: Files) -> Dialogue:
    files.agreement["words"] = words = {}
    asked = (
        ("issuer", "What the agreement calls the issuer", "the Company"),
        ("holder", "... one holder", "Holder"),
        ("holders", "... the holders", "Holders"),
        ("stock", "... the stock that has the rights", "Registrable Shares"),
        ("common_stock", "... the issuer's common stock", "Common Stock"),
    )
    for number, (name, says, default) in enumerate(asked):
        words[name] = yield Question(
            f"words.{name}", says, text, default, "" if number else "Its defined terms"
        )
    return files


def _tranches(files: Files) -> Dialogue:
    found: dict[str, Any] = {}
    files.agreement["tranches"] = found
    heading = "The stock under the agreement, issue by issue"
    while True:
        number = len(found) + 1
        parse = text if number == 1 else maybe(text)
        ask = (
            "Name of an issue of stock (a series, a purchase)"
            if number == 1
            else "Name of another issue; Enter if there is none"
        )
        name = yield Question(
            f"tranche.{number}.name", ask, parse, "", heading if number == 1 else ""
        )
        if name is None:
            return files
        short = yield Question(f"tranche.{number}.short", "A short name for it", text, name)
        shares = yield Question(
            f"tranche.{number}.shares",
            "How many shares, if the agreement says so",
            maybe(whole_number),
        )
        found[slug(short, found)] = {"name": name, "short": short} | (
            {"shares": shares} if shares else {}
        )


def _parties(files: Files) -> Dialogue:
    parties: dict[str, Any] = {}
    files.roster["parties"] = parties
    issuer = yield from _party(
        files,
        "issuer",
        "The issuer: its full name",
        "The parties, as they signed",
        kind="corporation",
    )
    assert issuer is not None  # the issuer must be named
    files.roster = {"issuer": issuer, "parties": parties}
    number = 1
    words = "A holder that signed: its full name"
    while (
        yield from _party(files, "investor", words, must=number == 1, number=number)
    ) is not None:
        number += 1
        words = "Another holder; Enter if there is none"
    yield from _party(
        files,
        "counsel",
        "Counsel to the issuer; Enter to leave it out",
        must=False,
        kind="firm",
        signs=False,
    )
    yield from _party(
        files,
        "transfer_agent",
        "The transfer agent; Enter to leave it out",
        must=False,
        kind="firm",
        signs=False,
    )
    return files


def _party(
    files: Files,
    role: str,
    words: str,
    heading: str = "",
    *,
    kind: str = "person",
    must: bool = True,
    number: int = 1,
    signs: bool = True,
) -> Generator[Question, Any, str | None]:
    """One party; None where there is none."""
    key, parties = f"party.{role}.{number}", files.roster["parties"]
    name = yield Question(f"{key}.name", words, text if must else maybe(text), "", heading)
    if name is None:
        return None
    kinds = get_args(PartyKind)
    party: dict[str, Any] = {"name": name}
    party["kind"] = yield Question(
        f"{key}.kind", f"... what it is ({', '.join(kinds)})", choice(*kinds), kind
    )
    party["role"] = role
    party |= yield from _address(key)
    if signs:
        party |= yield from _signature(key, name, party["kind"])
    found = slug(name, parties)
    parties[found] = party
    return found


def _address(key: str) -> Generator[Question, Any, dict[str, Any]]:
    """The address of a party, as an entry of its record; no entry where it has none."""
    lines = yield Question(
        f"{key}.lines", "... its address, the lines separated by semicolons", maybe(text)
    )
    if not lines:
        return {}
    attention = yield Question(f"{key}.attention", "... to whose attention", maybe(text))
    fax = yield Question(f"{key}.fax", "... its facsimile number", maybe(text))
    mail = yield Question(f"{key}.email", "... its e-mail address", maybe(email))
    given = {
        "lines": [line.strip() for line in lines.split(";")],
        "attention": attention,
        "fax": fax,
        "email": mail,
    }
    return {"address": {name: value for name, value in given.items() if value}}


def _signature(key: str, name: str, kind: str) -> Generator[Question, Any, dict[str, Any]]:
    """Who signs for a party, as an entry of its record; a person signs for itself."""
    itself = name if kind == "person" else ""
    by = yield Question(f"{key}.by", "... who signs for it", maybe(text), itself)
    if not by:
        return {}
    title = None
    if by != name:
        title = yield Question(f"{key}.title", "... with which title", maybe(text))
    return {"signs": {"by": by} | ({"title": title} if title else {})}


def _provision(files: Files, provision: Provision) -> Dialogue:
    """The clause of a provision, and what it says; nothing where the agreement has none."""
    terms, key = files.agreement["terms"], f"terms.{provision.name}"
    ask = f"{provision.says}. Its clause" + ("" if provision.must else "; Enter if there is none")
    clause = yield Question(
        f"{key}.clause", ask, text if provision.must else maybe(text), "", provision.heading
    )
    if clause is None:
        return files
    found: dict[str, Any] = {"clause": clause}
    record = provision.record
    for name, words, default in provision.asks:
        info = record.model_fields[name]
        value = yield Question(f"{key}.{name}", f"... {words}", reader(info), default)
        if value not in (None, []):
            found[name] = value
    if provision.name == "expenses":
        yield from _payers(files, found)
    if provision.name == "notices":
        yield from _methods(found)
    terms[provision.name] = found
    left = [name for name in record.model_fields if name not in found]
    files.notes["terms", provision.name] = provision.says + (
        f". It may also state: {', '.join(left)}" if left else ""
    )
    return files


def _payers(files: Files, found: dict[str, Any]) -> Generator[Question, Any, None]:
    found["registration"] = {}
    for name, tranche in files.agreement["tranches"].items():
        values = get_args(Payer)
        words = f"... who pays for registering {tranche['name']} ({', '.join(values)})"
        found["registration"][name] = yield Question(
            f"terms.expenses.registration.{name}", words, choice(*values), "issuer"
        )


def _methods(found: dict[str, Any]) -> Generator[Question, Any, None]:
    names = get_args(MethodName)
    words = f"... by which methods ({', '.join(names)}), separated by commas"
    ways = yield Question(
        "terms.notices.methods",
        words,
        lambda answer: _some(listed(choice(*names))(answer)),
        "hand, courier, mail",
    )
    found["received_clause"] = found["clause"]
    found["methods"] = {}
    received = get_args(Method.model_fields["received"].annotation)
    usual = {
        "mail": "after_mailing",
        "registered_mail": "after_mailing",
        "first_class_mail": "after_mailing",
    }
    usual |= dict.fromkeys(("fax", "email", "telephone"), "when_received")
    for way in ways:
        key, name = f"terms.notices.{way}", way.replace("_", " ")
        when = yield Question(
            f"{key}.received",
            f"... {name} counts as received ({', '.join(received)})",
            choice(*received),
            usual.get(way, "on_delivery"),
        )
        method = {"received": when}
        if when == "after_mailing":
            method["after"] = yield Question(
                f"{key}.after",
                f"... how long after mailing {name}",
                period_after,
                "5 business days",
            )
        found["methods"][way] = method


def _some(values: list[str]) -> list[str]:
    if not values:
        raise ValueError("must name at least one")
    return values


def _unmodelled(files: Files) -> Dialogue:
    found: list[dict[str, str]] = []
    heading = (
        "What the agreement says and these questions did not ask; it is carried to the memorandum"
        " to counsel"
    )
    while True:
        number = len(found) + 1
        clause = yield Question(
            f"unmodelled.{number}.clause",
            "Clause of such a point; Enter if there is none",
            maybe(text),
            "",
            heading if number == 1 else "",
        )
        if clause is None:
            files.agreement["readings"] = {}
            files.agreement["unmodelled"] = found
            return files
        found.append(
            {
                "clause": clause,
                "says": (yield Question(f"unmodelled.{number}.says", "... what it says", text)),
            }
        )


# ---- the files


HEAD = {
    "agreement": (
        "# yaml-language-server: $schema={schemas}agreement.json\n# {title}, as data. Each term"
        " names its clause.\n"
    ),
    "parties": (
        "# yaml-language-server: $schema={schemas}parties.json\n# The parties, in the order of the"
        " signature pages.\n"
    ),
}


def written(files: Files, schemas: str = "") -> dict[str, str]:
    """The two files as text, with their comments; ``schemas`` is where the editors' schemas stand,
    as a path.
    """
    found = {}
    for name, data in (("agreement", files.agreement), ("parties", files.roster)):
        head = HEAD[name].format(schemas=schemas, title=files.agreement["title"])
        notes = files.notes if name == "agreement" else {}
        found[f"{name}.yaml"] = head + "".join(block_style(data, notes))
    return found


def asked(names: Mapping[str, Provision], terms: type[Terms] = Terms) -> Iterator[str]:
    """The provisions that no question asks for, and the fields that a provision needs and no
    question asks for.
    """
    yield from (name for name in terms.model_fields if name not in names)
    for provision in names.values():
        record: type[Record] = provision.record
        own = {name for name, _, _ in provision.asks} | {"clause"} | provision.elsewhere
        yield from (
            f"{provision.name}.{name}"
            for name, info in record.model_fields.items()
            if info.is_required() and name not in own
        )
