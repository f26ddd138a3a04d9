"""The shape of the project: one door for each library, one way for a document, small files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "minutes2actions"
MODULES = sorted(PACKAGE.rglob("*.py"))

DOORS = {
    "pdfplumber": ("readers/pdf",),
    "pdfminer": ("readers/pdf",),
    "pypdfium2": ("readers/pdf",),
    "PIL": ("readers/pdf",),
    "docx": ("readers/word", "outstanding/agenda"),
    "icalendar": ("outstanding/calendar",),
    "spacy": ("recognise/", "resolve/"),
    "dateparser": ("resolve/deadlines",),
    "openpyxl": ("tracker/workbook", "readers/excel", "audit/workbook/"),
    "click": ("cli.py", "console.py", "commands/"),
    "psutil": ("workers/",),
    "pyarrow": ("dataset/", "audit/"),
    "dask": ("workers/cluster",),
    "distributed": ("workers/cluster",),
    "fsspec": ("remote.py",),
}
"""Which modules, by how their path begins, may import a library."""

ANYWHERE = {"defusedxml", "lxml", "msgspec", "rapidfuzz"}
"""Libraries without a door: XML, plain data and the likeness of words are needed in several steps."""

STEPS = ("readers", "layout", "recognise", "resolve", "tracker")
"""In order. A step may use an earlier one through its front door, and a later one not at all."""

SIDE_DOORS = {
    ("readers", "layout.printed"): "a PDF holds glyphs and rules, which the reader hands over in layout's terms",
    ("readers", "layout.parts"): "layout says what parts a page falls into, before the page is dropped from memory",
    ("readers", "layout.compose"): "and layout makes blocks of them",
    ("readers", "layout.turned"): "places on a sideways page are those of the turned page, its raw text's too",
    ("recognise", "resolve.deadlines"): "a meeting's own date is read by the one grammar of dates",
}
"""Where a step may use a part of another that is no front door, and why."""

SHARED = ("document", "record", "rulebook", "errors", "fingerprint", "limits", "marks")
"""What every step may import."""

FRONT = {module.relative_to(PACKAGE).parts[0].removesuffix(".py") for module in MODULES} - {*STEPS, *SHARED}
"""What calls the steps; nothing in the steps imports it."""


def imports(module: Path) -> set[str]:
    """All that a module imports, with its dots, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def own(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("library", DOORS)
def test_one_library_has_one_door(library: str) -> None:
    users = {own(module) for module in MODULES if any(name.split(".")[0] == library for name in imports(module))}
    assert {user for user in users if not user.startswith(DOORS[library])} == set()


def test_every_library_that_the_project_depends_on_has_a_door() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    libraries = {name.replace("python-", "").replace("pillow", "PIL") for name in names}
    assert libraries - DOORS.keys() == ANYWHERE


def crossings(step: str) -> Iterator[tuple[str, str, str]]:
    """What a step's modules import from other steps: the module, the step, the name in it."""
    for module in (PACKAGE / step).rglob("*.py"):
        for name in imports(module):
            _, other, *rest = [*name.split("."), "", ""]
            if name.startswith("minutes2actions.") and other in STEPS and other != step:
                yield own(module), other, rest[0]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_uses_another_through_its_front_door_only(step: str) -> None:
    for module, other, name in crossings(step):
        if (step, f"{other}.{name}") not in SIDE_DOORS and name:
            assert name in front_door(other), f"{module} imports {other}.{name}, the inside of another step"


@pytest.mark.parametrize("step", STEPS)
def test_no_step_uses_a_later_one(step: str) -> None:
    later = STEPS[STEPS.index(step) + 1 :]
    used = {(f"{other}.{name}", module) for module, other, name in crossings(step) if other in later and name}
    assert {(name, module) for name, module in used if (step, name) not in SIDE_DOORS} == set()


def test_every_side_door_is_used() -> None:
    assert {(step, f"{other}.{name}") for step in STEPS for _, other, name in crossings(step)} >= SIDE_DOORS.keys()


@pytest.mark.parametrize("step", STEPS)
def test_no_step_imports_what_calls_it(step: str) -> None:
    front = {f"minutes2actions.{name}" for name in FRONT}
    for module in (PACKAGE / step).rglob("*.py"):
        assert imports(module) & front == set(), own(module)


def front_door(step: str) -> set[str]:
    """The names that a step's __init__ offers."""
    tree = ast.parse((PACKAGE / step / "__init__.py").read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {own(module): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("module", MODULES, ids=own)
def test_what_is_public_says_what_it_is_for(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    silent = [] if ast.get_docstring(tree) else ["the module"]
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    for node in list(nodes):
        if isinstance(node, ast.ClassDef):
            nodes += [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
    silent += [node.name for node in nodes if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []


def test_showing_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from minutes2actions.cli import cli; from minutes2actions.console import run;"
        " run(cli, ['extract', '--help']); print(sorted(set(sys.modules) & set(sys.argv[1:])), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *DOORS.keys() - {"click"}, "lxml"], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
