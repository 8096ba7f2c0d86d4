"""Figures as markup writes them, and as a line of text must."""

import pytest
from lxml.html import fragment_fromstring

from crawler.extraction.dom import text_of
from crawler.extraction.figures import keep_figures


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>6</sup> hạt", "10⁶ hạt"),
        ("10<b><sup>6</sup></b> hạt", "10⁶ hạt"),
        ('10<font size="1"><sup>6</sup></font> hạt', "10⁶ hạt"),
        ("10 <sup>6</sup> hạt", "10 ⁶ hạt"),
        ('10<span style="Vertical-Align: super">6</span> hạt', "10⁶ hạt"),
        ('H<span style="vertical-align: sub">2</span>S', "H2S"),
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math> hạt", "10⁶ hạt"),
        ('dài 75<sup class="footnote">3</sup> mét', "dài 75 mét"),
        ('dài 75<a class="footnote-ref" href="#fn:3">3</a> mét', "dài 75 mét"),
        ('dài <a href="#bang-2">75</a> mét', "dài 75 mét"),
        ('dài 75<sup><a href="#n3">3</a></sup> mét', "dài 75 mét"),
        ("<b>Bảng</b> 75<sup>2</sup>", "Bảng 75²"),
    ],
)
def test_raised_and_lowered_signs(markup: str, text: str) -> None:
    paragraph = fragment_fromstring(markup, create_parent="p")
    keep_figures(paragraph)
    assert text_of(paragraph) == text
