"""A consent on paper, read back with tools of another project: the same bytes twice, the watermark on every page."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from nappage.engine.edition import Edition
from nappage.rendering.consent import ConsentText
from nappage.rendering.consent_page import consent_article, consent_page, consent_paper
from nappage.rendering.consent_signature import Drawing
from nappage.rendering.paper import FAMILY, FontFiles, Paper, as_pdf
from nappage.rendering.wording import LANGUAGES
from support.consents import consent, signed

PAGES = {"en": "page {} of {}", "fr": "page {} sur {}", "es": "página {} de {}"}


def read(tool: str, *arguments: str | Path) -> str:
    """Return what a tool of poppler says."""
    run = subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, check=True)
    return run.stdout


def pages(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of each page."""
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return read("pdftotext", file, "-").split("\f")[:-1]


def png() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 20), "black").save(kept, "PNG")
    return kept.getvalue()


@pytest.fixture(scope="module")
def text(edition: Edition) -> ConsentText:
    return consent("s2-face", edition)


@pytest.fixture(scope="module")
def paper(text: ConsentText, edition: Edition) -> Paper:
    return consent_paper(text, edition, signed(text))


@pytest.fixture(scope="module")
def pdf(paper: Paper) -> bytes:
    return as_pdf(paper)


@pytest.fixture(scope="module")
def short(paper: Paper) -> Paper:
    """Return the same paper with its first section only, for what does not depend on how long it is."""
    first, rest = paper.page.split("</section>", 1)
    return replace(paper, page=f"{first}</section>{rest[rest.index('</article>') :]}")


@pytest.mark.proves("K-22")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_the_watermark_the_emergency_number_and_its_number(
    language: str, edition: Edition, tmp_path: Path
) -> None:
    text = consent("s2-face", edition, language)
    read_back = pages(as_pdf(consent_paper(text, edition, signed(text))), tmp_path)
    assert len(read_back) > 3
    for number, page in enumerate(read_back, 1):
        assert "Fictional demo clinic" in page
        assert text.emergency in page
        assert PAGES[language].format(number, len(read_back)) in page
    whole = " ".join(" ".join(read_back).split())
    effects = text.section("effects").table
    assert effects is not None
    assert [row[0] for row in effects.rows if row[0] not in whole] == []
    assert len(effects.rows) == 12


def test_a_clinic_that_is_not_fictional_has_no_watermark(text: ConsentText, edition: Edition, tmp_path: Path) -> None:
    read_back = pages(as_pdf(consent_paper(replace(text, watermark=""), edition)), tmp_path)
    assert "Fictional demo clinic" not in " ".join(read_back)


def test_the_same_paper_gives_the_same_bytes_in_another_process_too(paper: Paper, pdf: bytes, tmp_path: Path) -> None:
    assert as_pdf(paper) == pdf
    kept = tmp_path / "again.pdf"
    script = (
        "import pickle, sys, pathlib; from nappage.rendering.paper import as_pdf;"
        "pathlib.Path(sys.argv[2]).write_bytes(as_pdf(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())))"
    )
    (tmp_path / "paper").write_bytes(pickle.dumps(paper))
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "paper"), str(kept)],
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PATH": ""},
    )
    assert kept.read_bytes() == pdf


def test_one_character_changes_the_paper(text: ConsentText, edition: Edition) -> None:
    other = replace(text, version="C-014-2")
    assert as_pdf(consent_paper(other, edition)) != as_pdf(consent_paper(text, edition))


def test_it_declares_pdf_a_3u_embeds_its_fonts_and_is_dated_by_the_signature(pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    meta = read("pdfinfo", "-meta", file)
    assert "<pdfaid:part>3</pdfaid:part>" in meta or 'pdfaid:part="3"' in meta
    assert "<pdfaid:conformance>U</pdfaid:conformance>" in meta or 'pdfaid:conformance="U"' in meta
    plain = read("pdfinfo", "-isodates", file)
    assert "CreationDate:    2026-10-02T08:54:00" in plain
    assert "Tagged:          yes" in plain
    assert "JavaScript:      no" in plain
    fonts = read("pdffonts", file).splitlines()[2:]
    assert fonts
    assert [line for line in fonts if "DejaVu" not in line or " yes yes yes " not in line] == []


def test_the_exact_text_lies_inside_the_paper(text: ConsentText, pdf: bytes, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    read("pdfdetach", "-saveall", "-o", tmp_path, file)
    (kept,) = tmp_path.glob("consent-*.txt")
    assert kept.read_bytes() == text.canonical.encode()


def test_the_named_font_files_are_used_in_the_text_and_around_it(short: Paper, tmp_path: Path) -> None:
    # Any family will do to see whether the files count; this one is on every system that runs the tests.
    found = Path(read("fc-match", "-f", "%{file}", "DejaVu Serif"))
    fonts = FontFiles(found, found, found, family="Named by its file")
    file = tmp_path / "paper.pdf"
    file.write_bytes(as_pdf(short, fonts))
    assert "DejaVu-Sans" not in read("pdffonts", file)
    assert "Named-by-its-file" in read("pdffonts", file)
    assert FontFiles(found, found, found).family == FAMILY


def test_nothing_is_fetched(short: Paper, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(png())
    page = short.page.replace(
        "</article>", f'<img src="{secret.as_uri()}"><img src="http://192.0.2.1/x.png"></article>'
    )
    pdf = as_pdf(replace(short, page=page))
    assert caplog.text.count("A paper fetches nothing") == 2
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    assert len(read("pdfimages", "-list", file).splitlines()) == 2


def test_a_drawn_picture_is_on_the_paper(text: ConsentText, edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(as_pdf(consent_paper(text, edition, signed(text, Drawing(picture=png())))))
    assert len(read("pdfimages", "-list", file).splitlines()) == 3


def test_what_stands_round_a_page_cannot_leave_its_quotes(short: Paper, tmp_path: Path) -> None:
    odd = replace(short, bottom='a" } body { display: none } \\ </style>')
    read_back = pages(as_pdf(odd), tmp_path)
    assert 'a" } body { display: none } \\ </style>' in read_back[0]
    assert "First: what nobody knows" in read_back[0]


def test_the_page_has_no_script_and_no_style_of_its_own_and_escapes_what_was_typed(
    text: ConsentText, edition: Edition
) -> None:
    typed = replace(text, head=("<script>alert(1)</script>",))
    page = consent_page(typed, edition, signed(text, drawing=None) if typed.digest == text.digest else None)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "<style" not in page
    assert " style=" not in page


def test_the_article_is_the_part_of_the_page_that_a_screen_shows(text: ConsentText, edition: Edition) -> None:
    article = consent_article(text, edition, signed(text, drawing=None))
    assert article.startswith('<article class="consent" lang="en">')
    assert article.strip() in consent_page(text, edition, signed(text, drawing=None))
    assert '<p class="typed">Demo patient 014</p>' in article
    assert '<path d="M 10,40' in consent_article(text, edition, signed(text))
    assert '<p class="drawn"></p>' in consent_article(text, edition)
