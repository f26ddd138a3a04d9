"""What somebody would write in an afternoon: lines of a PDF that look like actions, by pdfplumber and expressions."""

import json
import re
import sys

import pdfplumber

OWNER = re.compile(r"^(?:Action:?\s*)?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?:to|will|agreed to) (\w.+)$")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b(\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?)\b")
HEADINGS = ("action", "task", "who", "owner", "by when", "deadline", "due")


def rows_of(table):
    """The rows of a table that is headed as one of actions."""
    head = [(cell or "").strip().lower() for cell in table[0]]
    if sum(any(word in cell for word in HEADINGS) for cell in head) < 2:
        return
    for row in table[1:]:
        yield {name: (cell or "").replace("\n", " ") for name, cell in zip(head, row)}  # noqa: B905


def actions_of(path):
    """Everything in a file that looks like an action."""
    found = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            for table in page.extract_tables():
                found += [{"page": number, **row} for row in rows_of(table)]
            for line in (page.extract_text() or "").splitlines():
                match = OWNER.match(line.strip())
                if match:
                    due = DATE.search(line)
                    found.append({"page": number, "owner": match[1], "text": match[2], "due": due and due[1]})
    return found


if __name__ == "__main__":
    json.dump(actions_of(sys.argv[1]), sys.stdout, indent=1)
