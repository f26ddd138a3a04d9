"""Where words begin and end in a printed line, and how accents and raised marks are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import HEIGHT, LEFT, Page, laid_out, texts

from minutes2actions.layout.printed import Glyph
from minutes2actions.layout.words import lines_of
from minutes2actions.readers.pdf_accents import with_accents


def width(page: Page, text: str, size: float = 11) -> float:
    return page.canvas.stringWidth(text, "Helvetica", size)


def glyph(text: str, x0: float, x1: float) -> Glyph:
    return Glyph(text, x0, 90, x1, 101, 99, 11)


def test_words_that_are_moved_apart_without_a_space_are_two(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        x = float(LEFT)
        for word in ("Members", "noted", "that", "the", "gate", "is open"):
            page.text(x, 100, word)
            x += width(page, word) + width(page, " ")

    assert texts(laid_out(tmp_path, draw)) == ["Members noted that the gate is open"]


@pytest.mark.parametrize(("text", "spacing"), [("ACTION PLAN", 4), ("A C T I O N   P L A N", 0)])
def test_letter_spaced_words_are_put_together(tmp_path: Path, text: str, spacing: float) -> None:
    def draw(page: Page) -> None:
        page.canvas.setFont("Helvetica", 11)
        page.canvas.drawString(LEFT, HEIGHT - 100, text, charSpace=spacing)

    assert texts(laid_out(tmp_path, draw)) == ["ACTION PLAN"]


def test_a_letter_spaced_word_in_a_line_of_others_is_put_together(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.canvas.setFont("Helvetica", 11)
        page.canvas.drawString(LEFT, HEIGHT - 100, "Page", charSpace=3)
        page.text(LEFT + width(page, "Page") + 16, 100, "| 23 of the minutes")

    assert texts(laid_out(tmp_path, draw)) == ["Page | 23 of the minutes"]


def test_marks_that_stand_apart_are_not_put_together(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for number, mark in enumerate("PPAPA"):
            page.text(LEFT + 20 * number, 100, mark)

    assert texts(laid_out(tmp_path, draw))[0].split() == list("PPAPA")


def test_texts_that_run_into_each_other_keep_their_letters_apart(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "Harbourmaster")
        page.text(LEFT + width(page, "Harbourma") + 1.3, 100, "Rope")

    assert texts(laid_out(tmp_path, draw)) == ["Harbourmaster Rope"]


def test_a_word_that_is_drawn_again_a_little_aside_is_read_once(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "Harbour")
        page.text(LEFT + 1.8, 100, "Harbour")

    assert texts(laid_out(tmp_path, draw)) == ["Harbour"]


def test_the_number_of_a_footnote_is_not_glued_to_its_text(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 96, "2", size=7)
        page.text(LEFT + 4.5, 100, "Moorings were let in May.")

    assert texts(laid_out(tmp_path, draw)) == ["2 Moorings were let in May."]


def test_a_space_under_a_ligature_parts_nothing() -> None:
    drawn = [glyph("d", 10, 16), glyph("e", 16, 22), glyph("\ufb01", 22, 28), glyph(" ", 25, 28), glyph("n", 28, 34)]
    assert [line.text for line in lines_of(drawn, 1)] == ["defin"]


@pytest.mark.parametrize("order", ["o¨", "¨o"])
def test_an_accent_that_is_drawn_apart_is_put_on_its_letter(order: str) -> None:
    drawn = [glyph("B", 2, 9), *(glyph(letter, 10, 16) for letter in order), glyph("r", 16, 20)]
    assert "".join(held.text for held in with_accents(drawn)) == "Bör"


def test_a_sign_beside_a_letter_is_no_accent() -> None:
    drawn = [glyph("a", 10, 16), glyph("~", 16, 22), glyph("b", 22, 28)]
    assert with_accents(drawn) == drawn
