"""What the tool finds in samples/ is what a careful reader found there, in Word and in PDF alike."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
PAPERS = [f"{name}.{format_}" for name in NAMES for format_ in ("docx", "pdf")]
DONE = {"complete", "closed", "cancelled"}


def expected(paper: str) -> dict[str, Any]:
    name = paper.rsplit(".", 1)[0]
    result: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return result


@pytest.fixture(scope="session")
def found() -> dict[str, dict[str, Any]]:
    """Each sample's part of what one run of the installed command prints."""
    run = subprocess.run(
        [sys.executable, "-m", "minutes2actions", "extract", str(SAMPLES), "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {Path(document["file"]).name: document for document in json.loads(run.stdout)["documents"]}


def plain(words: str | None) -> str:
    """Words and single spaces only, so that quotation marks, dashes and case do not count."""
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", words or "").casefold()))


def names(spellings: str) -> set[str]:
    return {plain(spelling) for spelling in spellings.split("|")}


def same(spellings: str, name: str) -> bool:
    return plain(name).removeprefix("the ") in names(spellings)


def actions(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for meeting in document["meetings"] for action in meeting["actions"]]


def saying(key: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    return [action for action in actions(document) if plain(key) in plain(action["text"])]


def attendees(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Everyone in any of the file's meetings, with the status of the latest: its meetings stand oldest first."""
    return {plain(person["name"]): person for meeting in document["meetings"] for person in meeting["attendees"]}


@pytest.mark.parametrize("paper", PAPERS)
def test_kind_body_and_dates_are_those_printed(paper: str, found: dict[str, dict[str, Any]]) -> None:
    want, document = expected(paper), found[paper]
    assert document["kind"] == want["kind"]
    dates = want["meeting_date"] if isinstance(want["meeting_date"], list) else [want["meeting_date"]]
    assert [meeting["date"] for meeting in document["meetings"]] == (dates if want["kind"] != "other" else [])
    if want["body"]:
        assert {plain(meeting["body"]) for meeting in document["meetings"]} <= names(want["body"])


@pytest.mark.parametrize("paper", PAPERS)
def test_everybody_listed_is_found_with_status_and_nobody_else(paper: str, found: dict[str, dict[str, Any]]) -> None:
    people = attendees(found[paper])
    wrong = []
    for person in expected(paper)["attendees"]:
        match = next((people.pop(name) for name in list(people) if same(person["name"], name)), None)
        principal = person.get("on_behalf_of")
        if match is None:
            wrong.append(f"missed: {person['name']}")
        elif match["status"] != person["status"]:
            wrong.append(f"{person['name']}: {match['status']}, not {person['status']}")
        elif bool(principal) != bool(match["on_behalf_of"]) or (
            principal and not same(principal, match["on_behalf_of"])
        ):
            wrong.append(f"{person['name']}: on behalf of {match['on_behalf_of']}, not {principal}")
    wrong += [f"not listed: {person['name']}" for person in people.values()]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_action_is_found_once_and_nothing_else(paper: str, found: dict[str, dict[str, Any]]) -> None:
    document, want = found[paper], expected(paper)["actions"]
    wrong = [
        f"found {len(hits)} times: {action['key']}"
        for action in want
        if len(hits := saying(action["key"], document)) != 1 and not (action["optional"] and not hits)
    ]
    for action in actions(document):
        keys = [other["key"] for other in want if plain(other["key"]) in plain(action["text"])]
        if len(keys) != 1:
            wrong.append(f"{'two in one' if keys else 'no action'}: {action['text']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_action_has_its_owners_its_day_and_its_status(paper: str, found: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for action in expected(paper)["actions"]:
        for hit in saying(action["key"], found[paper]):
            owners = [owner["name"] for owner in hit["owners"]]
            due = hit["due"]["date"] if hit["due"] else None
            if len(owners) != len(action["owners"]) or not all(map(same, action["owners"], owners)):
                wrong.append(f"{action['key']}: owners {owners}, not {action['owners']}")
            if due != action["due"]:
                wrong.append(f"{action['key']}: due {due}, not {action['due']} ({action['due_text']})")
            if (hit["status"] in DONE) != (action["status"] == "complete"):
                wrong.append(f"{action['key']}: {hit['status']}, not {action['status']}")
    assert not wrong, "\n".join(wrong)


def test_every_source_has_its_word_file_its_pdf_and_its_expected_result() -> None:
    assert sorted(path.stem for path in (SAMPLES / "source").glob("*.txt")) == NAMES
    assert all((SAMPLES / paper).is_file() for paper in PAPERS)


def test_the_readme_says_what_each_sample_shows() -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"(?m)^\| `([\w-]+)` \| \S", text)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_is_expected_stands_in_the_source(name: str) -> None:
    source = plain((SAMPLES / "source" / f"{name}.txt").read_text(encoding="utf-8"))
    want = expected(f"{name}.docx")
    printed = [action[field] for action in want["actions"] for field in ("key", "due_text") if action[field]]
    printed += [person["name"].split("|")[0] for person in want["attendees"]]
    assert [words for words in printed if plain(words) not in source] == []


@pytest.mark.parametrize("name", NAMES)
def test_making_a_word_file_again_gives_the_same_bytes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SAMPLES))
    from make import make_word

    again = make_word(SAMPLES / "source" / f"{name}.txt", tmp_path)
    assert again.read_bytes() == (SAMPLES / f"{name}.docx").read_bytes()
