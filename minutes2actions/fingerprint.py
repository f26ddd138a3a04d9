"""What a result depends on but for its input, in a short text: where it is another, nothing remembered may be used."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minutes2actions.rulebook import Rulebook


def digest_of(rules: Rulebook, *options: object) -> bytes:
    """The rules, the options, and the tool's own code, as a digest."""
    digest = hashlib.sha256("".join(map(repr, options)).encode())
    for rule in rules:
        digest.update(pickle.dumps(replace(rule, file=Path(rule.file.name)), protocol=5))
    package = Path(__file__).parent
    for module in sorted([*package.rglob("*.py"), *package.rglob("*.json")]):
        digest.update(module.relative_to(package).as_posix().encode() + module.read_bytes())
    return digest.digest()
