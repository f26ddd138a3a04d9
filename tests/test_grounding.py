"""Every quote stands in its source at its place; what does not is refused, and said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import word_files as word
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import Page, laid_out
from second_reading import SecondReading, bare

from minutes2actions.document import Document
from minutes2actions.grounding import folded, grounded
from minutes2actions.layout import lay_out
from minutes2actions.pipeline import Means, ReadingOptions, extract
from minutes2actions.readers import Ocr
from minutes2actions.recognise import recognise
from minutes2actions.record import Action, Evidence, Meeting, Record
from minutes2actions.rulebook import load

ROOT = Path(__file__).parents[1]
SAMPLES = sorted([*ROOT.glob("samples/*.docx"), *ROOT.glob("samples/*.pdf")])
PUBLISHED = sorted(path for kind in ("seeds", "corpus") for path in (ROOT.parent / "shared" / kind).glob("*.*"))
RULES = load()

Change = Callable[[Evidence], Evidence]

TITLE = "Minutes of the Harbour Safety Board held on 26 February 2026"
PRESENT = "Present: Orla Penrose (Chair), Dilwyn Marsh"
ROWS = (
    ("Repaint the harbour gate in the agreed colour", "Orla Penrose", "31 March 2026"),
    ("Ask the county for a quotation for new lamps", "Dilwyn Marsh", "14 April 2026"),
)
LABELLED = (
    "ACTION: Orla Penrose to write to every mooring holder about the winter closure of the slipway and the new "
    "opening hours of the crane."
)
COLUMNS = (72, 300, 420, 523)


@cache
def paper() -> tuple[Document, Record]:
    """Invented minutes as PDF: a table of actions, and one that runs over the page."""

    def first(page: Page) -> None:
        page.text(72, 90, TITLE, bold=True)
        page.text(72, 120, PRESENT)
        page.grid(COLUMNS, (150, 170, 202, 234))
        for y, cells in zip((164, 184, 216), (("Action", "Owner", "Deadline"), *ROWS), strict=True):
            for x, right, text in zip(COLUMNS, COLUMNS[1:], cells, strict=False):
                page.prose(x + 4, y, text, right - 4, bold=y == 164)
        for n in range(32):
            page.text(72, 290 + 14 * n, f"{n + 1}. The board noted report number {n + 1} of the harbour master.")
        page.prose(72, 752, " ".join(LABELLED.split()[:15]))

    def second(page: Page) -> None:
        page.prose(72, 72, " ".join(LABELLED.split()[15:]))

    with TemporaryDirectory() as folder:
        document = laid_out(Path(folder), first, second)
    return document, recognise(document, RULES)


@cache
def word_paper() -> tuple[Document, Record]:
    """The same as a Word file."""
    heads = ("Action", "Owner", "Deadline")
    rows = "".join(word.row(*map(word.cell, cells)) for cells in (heads, *ROWS))
    body = f"{word.paragraph(TITLE)}{word.paragraph(PRESENT)}<w:tbl>{rows}</w:tbl>{word.paragraph(LABELLED)}"
    document = lay_out(word.read(body))
    return document, recognise(document, RULES)


def actions(record: Record) -> tuple[Action, ...]:
    return record.meetings[0].actions


def changed(record: Record, number: int, change: Change, field: str = "text") -> Record:
    """The record with the first evidence of one of an action's fields changed, and the action's words alike."""
    (meeting,) = record.meetings
    action = meeting.actions[number]
    old = next(evidence for evidence in action.evidence if evidence.field == field)
    new = change(old)
    evidence = tuple(new if one is old else one for one in action.evidence)
    action = replace(action, evidence=evidence, text=action.text.replace(old.quote, new.quote))
    kept = [action if n == number else one for n, one in enumerate(meeting.actions)]
    return replace(record, meetings=(replace(meeting, actions=tuple(kept)),))


def reworded(old: str, new: str) -> Change:
    return lambda evidence: replace(evidence, quote=evidence.quote.replace(old, new))


@pytest.mark.parametrize("made", [paper, word_paper])
def test_what_the_minutes_say_is_kept_without_a_warning(made: Callable[[], tuple[Document, Record]]) -> None:
    document, record = made()
    assert [action.owner_text for action in actions(record)] == ["Orla Penrose", "Dilwyn Marsh", "Orla Penrose"]
    assert grounded(record, document) == record


def test_a_task_that_runs_over_a_page_is_proved_on_both() -> None:
    _, record = paper()
    proofs = [evidence for evidence in actions(record)[2].evidence if evidence.field == "text"]
    assert [evidence.place.page for evidence in proofs] == [1, 2]
    assert folded("".join(evidence.quote for evidence in proofs)) == folded(actions(record)[2].text)


@pytest.mark.parametrize("made", [paper, word_paper])
def test_an_action_whose_quote_was_altered_is_refused_with_a_warning(
    made: Callable[[], tuple[Document, Record]],
) -> None:
    document, record = made()
    result = grounded(changed(record, 0, reworded("gate", "wall")), document)
    assert actions(result) == actions(record)[1:]
    (warning,) = result.warnings
    assert (warning.code, warning.page) == ("not_grounded", actions(record)[0].place.page)
    assert "Repaint the harbour wall" in warning.message


def test_an_action_whose_text_says_more_than_its_quotes_is_refused() -> None:
    document, record = paper()
    (meeting,) = record.meetings
    longer = replace(meeting.actions[0], text=meeting.actions[0].text + " at no cost")
    result = grounded(replace(record, meetings=(replace(meeting, actions=(longer,)),)), document)
    assert actions(result) == ()
    assert [warning.code for warning in result.warnings] == ["not_grounded"]


@pytest.mark.parametrize("made", [paper, word_paper])
def test_words_that_stand_in_another_cell_are_refused(made: Callable[[], tuple[Document, Record]]) -> None:
    document, record = made()
    elsewhere = actions(record)[1].place
    result = grounded(changed(record, 0, lambda evidence: replace(evidence, place=elsewhere)), document)
    assert actions(result) == actions(record)[1:]


@pytest.mark.parametrize("made", [paper, word_paper])
def test_an_owner_or_deadline_that_does_not_stand_there_is_left_open(
    made: Callable[[], tuple[Document, Record]],
) -> None:
    document, record = made()
    for field, old, new in (("owners", "Orla", "Nora"), ("due", "31", "13")):
        result = grounded(changed(record, 0, reworded(old, new), field), document)
        action = actions(result)[0]
        assert (action.owner_text is None, action.due is None) == (field == "owners", field == "due")
        assert [doubt.code for doubt in action.doubts] == ["not_grounded"]
        assert [warning.code for warning in result.warnings] == ["not_grounded"]


def test_a_further_proof_that_does_not_stand_there_is_left_out() -> None:
    document, record = paper()
    (meeting,) = record.meetings
    said_again = replace(meeting.actions[0].evidence[0], field="restated", quote="Repaint the harbour office")
    further = replace(meeting.actions[0], evidence=(*meeting.actions[0].evidence, said_again))
    result = grounded(replace(record, meetings=(replace(meeting, actions=(further,)),)), document)
    assert actions(result) == actions(record)[:1]
    assert [warning.code for warning in result.warnings] == ["not_grounded"]


def test_an_owner_whom_no_evidence_names_is_left_open() -> None:
    document, record = paper()
    (meeting,) = record.meetings
    stranger = replace(meeting.actions[0], owner_text="Nora Quill")
    result = grounded(replace(record, meetings=(replace(meeting, actions=(stranger,)),)), document)
    assert actions(result)[0].owner_text is None


@pytest.mark.parametrize("made", [paper, word_paper])
def test_people_and_facts_that_do_not_stand_there_are_refused(made: Callable[[], tuple[Document, Record]]) -> None:
    document, record = made()
    (meeting,) = record.meetings
    person = meeting.attendees[0]
    altered = replace(person, evidence=tuple(replace(e, quote="Nora Penrose") for e in person.evidence))
    facts = tuple(replace(e, quote="27 February 2026") if e.field == "date" else e for e in meeting.evidence)
    meeting = replace(meeting, attendees=(altered, *meeting.attendees[1:]), evidence=facts)
    result = grounded(replace(record, meetings=(meeting,)), document)
    assert [a.name for a in result.meetings[0].attendees] == ["Dilwyn Marsh"]
    assert (result.meetings[0].body, result.meetings[0].date) == (record.meetings[0].body, None)
    assert len(result.warnings) == 2


def test_what_has_no_evidence_at_all_is_refused_with_a_warning() -> None:
    document, record = paper()
    (meeting,) = record.meetings
    action, person = replace(meeting.actions[0], evidence=()), replace(meeting.attendees[0], evidence=())
    meeting = replace(meeting, actions=(action,), attendees=(person,))
    result = grounded(replace(record, meetings=(meeting,)), document)
    assert (result.meetings[0].actions, result.meetings[0].attendees) == ((), ())
    assert [warning.code for warning in result.warnings] == ["not_grounded"] * 2


def test_nothing_is_believed_of_a_document_that_keeps_no_first_reading() -> None:
    document, record = paper()
    (meeting,) = grounded(record, replace(document, raw=())).meetings
    assert (meeting.actions, meeting.attendees, meeting.evidence, meeting.date) == ((), (), (), None)


def test_rows_of_a_word_table_that_are_read_as_one_prove_each_other() -> None:
    talk = "The warden described the state of the breakwater and the board heard what the divers had found there. "
    rows = (
        ("Item", "Discussion", "Action"),
        ("1", talk * 3, "Orla Penrose to order two new ladders for the"),
        ("", talk * 2, "outer quay before the regatta."),
        ("2", talk * 2, "Dilwyn Marsh to thank the divers for their report."),
    )
    table = "".join(word.row(*map(word.cell, cells)) for cells in rows)
    body = f"{word.paragraph(TITLE)}{word.paragraph(PRESENT)}<w:tbl>{table}</w:tbl>"
    document = lay_out(word.read(body))
    record = recognise(document, RULES)
    assert [len(word.first_table(document).rows), len(actions(record))] == [3, 2]
    assert "ladders for the outer quay" in actions(record)[0].text
    assert grounded(record, document) == record


@pytest.mark.parametrize(
    "inside",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not for print </w:t></w:r>",
        "<w:del><w:r><w:delText>struck out </w:delText></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>moved away </w:t></w:r></w:moveFrom>",
        "<w:ins><w:r><w:t>new and </w:t></w:r></w:ins>",
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:noBreakHyphen/></w:r>',
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click</w:t></w:r></w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="one"/>'
        '<w:listEntry w:val="two "/></w:ddList></w:ffData></w:fldChar><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><mc:AlternateContent><mc:Choice><w:t>fine </w:t></mc:Choice><mc:Fallback><w:t>plain </w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>A note in a box</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        "<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath>",
    ],
)
def test_what_word_keeps_within_a_sentence_does_not_refuse_it(inside: str) -> None:
    runs = ("ACTION: Orla Penrose to buy ", "ladders for the outer quay before the regatta.")
    first, second = (f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    document = lay_out(word.read(f"{word.paragraph(TITLE)}{word.paragraph(PRESENT)}<w:p>{first}{inside}{second}</w:p>"))
    record = recognise(document, RULES)
    assert actions(record)[0].text.endswith("ladders for the outer quay before the regatta.")
    assert grounded(record, document) == record


@given(st.data())
def test_any_altered_letter_is_refused(data: st.DataObject) -> None:
    document, record = data.draw(st.sampled_from([paper(), word_paper()]))
    number = data.draw(st.integers(0, len(actions(record)) - 1))
    quote = actions(record)[number].evidence[0].quote
    at = data.draw(st.sampled_from([n for n, c in enumerate(quote) if c.isalnum()]))
    letter = data.draw(st.characters(categories=("L", "N")).filter(lambda c: folded(c) != quote[at]))
    altered = quote[:at] + letter + quote[at + 1 :]
    result = grounded(changed(record, number, lambda e: replace(e, quote=altered)), document)
    assert len(actions(result)) == len(actions(record)) - 1
    assert [warning.code for warning in result.warnings] == ["not_grounded"]


@given(st.data())
def test_any_word_left_out_or_put_in_is_refused(data: st.DataObject) -> None:
    document, record = data.draw(st.sampled_from([paper(), word_paper()]))
    number = data.draw(st.integers(0, len(actions(record)) - 1))
    words = actions(record)[number].evidence[0].quote.split()
    at = data.draw(st.integers(1, len(words) - 2))
    put_in = data.draw(st.sampled_from([[], [words[at], "not"], [words[at], *words[at - 1 : at + 1]]]))
    altered = " ".join([*words[:at], *put_in, *words[at + 1 :]])
    result = grounded(changed(record, number, lambda e: replace(e, quote=altered)), document)
    assert len(actions(result)) == len(actions(record)) - 1


@given(
    st.sampled_from(["ﬁnal", "co\u00adoperate", "co-\noperate", "a\u00a0b\tc", "½ day", "Café", "1\u20112"]), st.data()
)
def test_how_words_are_spaced_hyphenated_and_encoded_does_not_count(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    gap = data.draw(st.sampled_from([" ", "\n", "\t", "-\n", "\u00a0", "\u200b"]))
    assert folded(text[:at] + gap + text[at:]) == folded(text)


# --- real papers, read a second time by other engines ---------------------------------------------------------------


@pytest.fixture(scope="session")
def sample_records() -> dict[Path, Record]:
    return read(SAMPLES)


@pytest.fixture(scope="session")
def published_records() -> dict[Path, Record]:
    return read(PUBLISHED)


def read(paths: list[Path]) -> dict[Path, Record]:
    # Without OCR: PDFium reads no pictures.
    outcome = extract(paths, RULES, ReadingOptions(ocr=Ocr.NEVER), means=Means(2))
    assert outcome.failures == ()
    return dict(zip(paths, outcome.results, strict=True))


def test_the_second_reading_finds_words_only_as_they_are_printed_and_where(sample_records: dict[Path, Record]) -> None:
    for path, record in sample_records.items():
        reading = SecondReading(path)
        for meeting in record.meetings:
            first, last = (action.evidence[0] for action in (meeting.actions[0], meeting.actions[-1]))
            for quote in (first.quote[1:-2] + "x", first.quote + " twice", f"{last.quote} {first.quote}"):
                assert not reading.holds(
                    quote, first.place.page, first.place.bbox, in_table=first.place.row is not None
                )
            if first.place.page is not None:
                assert not reading.holds(first.quote, first.place.page, last.place.bbox, in_table=False)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_quote_of_a_sample_stands_at_its_place(path: Path, sample_records: dict[Path, Record]) -> None:
    assert misses(path, sample_records[path]) == []


@pytest.mark.skipif(not PUBLISHED, reason="the published minutes are not here")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_every_quote_of_published_minutes_stands_at_its_place(
    path: Path, published_records: dict[Path, Record]
) -> None:
    assert misses(path, published_records[path]) == []


def misses(path: Path, record: Record) -> list[str]:
    """What was refused, and which quotes and words of a record another reader does not find where they should stand."""
    reading = SecondReading(path)
    found = [warning.message for warning in record.warnings if warning.code == "not_grounded"]
    for meeting in record.meetings:
        for proof in evidence(meeting):
            place = proof.place
            if not reading.holds(proof.quote, place.page, place.bbox, in_table=place.row is not None):
                found.append(f"{place}: {proof.field}: {proof.quote}")
        for action in (*meeting.actions, *meeting.candidates):
            found += [f"{action.place}: not said there: {words}" for words in unsaid(action)]
    return found


def evidence(meeting: Meeting) -> Iterator[Evidence]:
    yield from meeting.evidence
    for attendee in meeting.attendees:
        yield from attendee.evidence
    for action in (*meeting.actions, *meeting.candidates):
        yield from action.evidence


def unsaid(action: Action) -> Iterator[str]:
    """The words of an action's owners and deadline that neither its text nor its evidence prints."""
    printed = bare(" ".join([action.text, *(proof.quote for proof in action.evidence)]))
    for words in (action.owner_text, action.due.text if action.due else None):
        yield from (word for word in (words or "").split() if not all(bare(w) in printed for w in word.split("/")))
