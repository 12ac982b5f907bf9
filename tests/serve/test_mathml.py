"""Equations as MathML: all are typeset, nothing of them is lost, and fractions, powers and names are what they mean."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from jangmadang.dictionary import equations
from jangmadang.serve.mathml import FUNCTIONS, GREEK, typeset, typeset_names
from jangmadang.serve.mechanisms_view import parts


def tree(formula: str) -> Element:
    math = typeset(formula)
    assert math is not None
    return fromstring(math)


def spoken(element: Element) -> str:
    """A formula read aloud with every bracket that its look implies."""
    parts = [spoken(child) for child in element]
    if element.tag == "mfrac":
        return f"(({parts[0]})/({parts[1]}))"
    if element.tag == "msup" and element[1].text not in ("′", "∗"):
        return f"(({parts[0]})**({parts[1]}))"
    if element.tag == "msqrt":
        return f"sqrt({''.join(parts)})"
    if element.tag in ("msub", "msup", "msubsup"):
        marks = "".join(part.replace("′", "1").replace("∗", "2") for part in parts[1:])
        return f"{parts[0]}_{re.sub(r'[^A-Za-z0-9]', '_', marks)}"
    text = element.text or ""
    if element.tag == "mo":
        text = {"\u2061": "", "\u2062": "*", "−": "-"}.get(text, text)
    return text + "".join(parts)


def leaves(element: Element) -> str:
    """All that is written, in order, bare of brackets and operators."""
    return re.sub(r"[^A-Za-z0-9α-ω]", "", "".join(element.itertext()))


@pytest.mark.parametrize("label", list(equations()))
def test_every_equation_is_typeset_whole(label: str) -> None:
    formula = equations()[label].formula
    plain = re.sub(
        r"[A-Za-z]+", lambda found: next((g + found[0][len(n) :] for n, g in _greek(found[0])), found[0]), formula
    )
    if label in ("MT-3", "MT-8"):  # pi is the price of what is imported there
        plain = plain.replace("π", "pi")
    assert leaves(tree(formula)) == re.sub(r"[^A-Za-z0-9α-ω]", "", plain.replace("sqrt", ""))


def _greek(word: str) -> list[tuple[str, str]]:
    return [] if word in FUNCTIONS else [(name, letter) for name, letter in GREEK.items() if word == name]


@pytest.mark.parametrize(
    ("formula", "meaning"),
    [
        ("D r / (1 - exp(-r T))", "D*r/(1-e(-r*T))"),
        ("1 / H + s / L q", "1/H + (s/L)*q"),
        ("(S / D)^(-1/r) + 2^(-1 / H)", "(S/D)**(-1/r) + 2**(-1/H)"),
        ("Y / L / T", "(Y/L)/T"),
        ("a q^(1 - s) / (a q^(1 - s) + 1 - a)", "a*q**(1-s)/(a*q**(1-s)+1-a)"),
        ("-q / H + a (1 - r s)", "-(q/H)+a*(1-r*s)"),
        ("L max(q, r)^(-1/s)", "L*max(q,r)**(-1/s)"),
    ],
)
def test_the_look_means_what_the_text_does(formula: str, meaning: str) -> None:
    """Both are reckoned with numbers: brackets that are left out must not change the value."""
    import math

    values = dict(
        D=2.0, r=0.3, T=5.0, H=7.0, s=0.6, L=1.7, q=3.1, S=4.0, Y=9.0, a=0.2, max=max, exp=math.exp, e=math.exp
    )
    seen = spoken(tree(formula)).replace("exp", "e")
    assert eval(seen, {}, values) == pytest.approx(eval(meaning, {}, values), rel=1e-12)  # noqa: S307


def test_names_have_their_subscripts_primes_and_letters() -> None:
    assert spoken(tree("s0 + p_m + z' + E*")) == "s_0+p_m+z_1+E_2"
    assert "π" in spoken(tree("c2 pi")) and "p_i" in spoken(tree("ln(pi / pd)"))
    assert tree("a week").find(".//mtext") is not None


@pytest.mark.parametrize("formula", ["<b>x</b>", "a $ b", "min(a, b", "something else", "a +"])
def test_what_is_no_formula_is_left_alone(formula: str) -> None:
    assert typeset(formula) is None


def test_symbols_are_typeset_before_their_words() -> None:
    math, rest = typeset_names("f, b, k, shares of value", "c = (1 + f + b + k) / (1 - h) - 1")
    assert math is not None and leaves(fromstring(math)) == "fbk" and rest == "shares of value"
    assert typeset_names("least of all", "c = h") == (None, "least of all")
    math, rest = typeset_names("lambda; least cost as lambda falls (trial)", "w = a exp(-c / lambda)")
    assert math is not None and leaves(fromstring(math)) == "λ" and rest == "least cost as λ falls (trial)"


def test_every_greek_letter_of_an_equation_is_told_by_its_sign() -> None:
    spelled = re.compile(rf"\b(?:{'|'.join(GREEK)})\b")
    for part in parts().values():
        for one in part.equations:
            told = [one.source, *(says for _, _, says in one.symbols)]
            assert one.math is None or not any(map(spelled.search, told)), (one.told.label, told)
    (choice,) = (one for one in parts()["border"].equations if one.told.label == "BO-2")
    assert {name: str(math) for name, math, _ in choice.symbols}[
        "scale"
    ] == "<math><mrow><mrow><mi>λ</mi></mrow></mrow></math>"
