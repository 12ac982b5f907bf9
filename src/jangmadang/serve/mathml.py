"""Equations of the docstrings as MathML: `w = a exp(-c / lambda)` becomes a formula as a book has it.

The notation is that of the equations: a space multiplies, `/` divides the product before it by the factor after it, a
bracket right after a name is its argument, `s0` and `p_m` have subscripts, `'` and `*` belong to the name before them.
What is not of this notation is refused, so that a formula is typeset right or not at all.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup

GREEK = dict(
    alpha="α", beta="β", gamma="γ", epsilon="ε", eps="ε", eta="η", theta="θ", kappa="κ", mu="μ", nu="ν",
    pi="π", rho="ρ", sigma="σ", tau="τ", phi="φ", chi="χ", psi="ψ",
) | {"lambda": "λ"}  # fmt: skip
FUNCTIONS = ("clip", "exp", "ln", "logistic", "max", "min", "sqrt")
#: Names of more than a letter that are no subscripts.
NAMES = {"CPI", "taste"}
DIFFERENTIALS = {"dC", "dK", "dM"}
RELATIONS = {"=": "=", "<": "<", ">": ">", "<=": "≤", ">=": "≥"}
WORDS = set(
    "all are at by cover else for from harvest held if in inside is least mean most nearly negative never normal "
    "nothing of or over quantile raised rises shares so sum that the their to up week weights where".split()
)
APPLIES, TIMES = "\u2061", "\u2062"
_TOKEN = re.compile(
    r"(?P<space>\s*)(?:(?P<number>\d+(?:\.\d+)?)|(?P<dots>\.\.\.)"
    r"|(?P<name>[A-Za-z]+\d*(?:_(?:\{[^}]*\}|\w+))?['*]?)|(?P<sign><=|>=|[-+/^=<>()\[\],;]))"
)
_SUBSCRIPTED = re.compile(r"(?P<base>[A-Za-z])(?P<sub>\d+|[A-Za-z]|ref)")
_OPENS = {"(": ")", "[": "]"}


class Untypeset(ValueError):
    """A formula that is not of the notation."""


class Token(NamedTuple):
    """A part of a formula; tight if nothing stands before it."""

    kind: str
    text: str
    tight: bool


def typeset(formula: str) -> Markup | None:
    """A formula as a MathML block; None if it is not of the notation."""
    try:
        reader = _Reader(_tokens(formula))
        body = reader.sequence()
        if reader.at is not None:
            raise Untypeset(formula)
    except Untypeset:
        return None
    math = Element("math", display="block", alttext=formula)
    math.append(body)
    return Markup(tostring(math, encoding="unicode"))  # noqa: S704 - the tree escapes what it holds


def typeset_names(text: str, formula: str) -> tuple[Markup | None, str]:
    """Names at the head of some words on a formula, typeset, and the rest of the words.

    Parameters
    ----------
    text : such as `f, b, k, shares of value`.
    formula : in which the names stand.
    """
    known = _names_in(formula)
    pieces, count = re.split(r"[,;] ", text), 0
    while count < len(pieces) and _is_made_of(pieces[count], known):
        count += 1
    if not count:
        return None, with_letters(text, formula)
    row = _Reader(_tokens(", ".join(pieces[:count]))).sequence()
    math = Element("math")
    math.append(row)
    rest = text[sum(len(piece) + len(", ") for piece in pieces[:count]) :]
    return Markup(tostring(math, encoding="unicode")), with_letters(rest, formula)  # noqa: S704 - as above


def with_letters(text: str, formula: str) -> str:
    """Words on a formula, in which the Greek letters of the formula stand as it shows them."""
    spelled = "|".join(sorted(_names_in(formula) & GREEK.keys()))
    return re.sub(rf"\b({spelled})\b", lambda found: GREEK[found[0]], text) if spelled else text


def _names_in(formula: str) -> set[str]:
    return {token.text for token in _tokens(formula) if token.kind == "name"}


def _is_made_of(text: str, known: set[str]) -> bool:
    """Whether a text is maths of known names alone."""
    try:
        tokens = _tokens(text)
        _Reader(tokens).sequence()
    except Untypeset:
        return False
    named = [token for token in tokens if token.kind in ("name", "word")]
    return bool(named) and all(token.kind == "name" and (token.text in known or token.text == "pi") for token in named)


def _tokens(formula: str) -> list[Token]:
    found, at = [], 0
    text = formula.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Untypeset(text[at:])
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind], not match["space"]))
        at = match.end()
    return [_told_apart(token, found, n) for n, token in enumerate(found)]


def _told_apart(token: Token, tokens: list[Token], n: int) -> Token:
    """Words and functions told from names; the article before a word is one."""
    if token.kind != "name":
        return token
    follows = tokens[n + 1].text if n + 1 < len(tokens) else ""
    if token.text in WORDS or (token.text == "a" and follows == "week"):
        return token._replace(kind="word")
    if token.text == "pi" and any(other.text == "pd" for other in tokens):
        return token._replace(text="p_i")  # price of what is imported, beside that of what is domestic
    return token._replace(kind="function") if token.text in FUNCTIONS else token


class _Reader:
    """Reads tokens into elements, one method for each level of the notation."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._next = tokens, 0

    @property
    def at(self) -> Token | None:
        """The token that is read next; None at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def sequence(self, until: str = "") -> Element:
        """Sums with relations, commas and words between them, up to a closing bracket."""
        row = Element("mrow")
        while self.at is not None and self.at.text != until:
            if self.at.kind == "word":
                row.append(_leaf("mtext", f"\u00a0{self._words()}\u00a0"))
            elif self.at.text in RELATIONS:
                row.append(_leaf("mo", RELATIONS[self._take().text]))
            elif self.at.text in (",", ";"):
                wide = {} if until else {"rspace": "0.9em"}
                row.append(_leaf("mo", self._take().text, separator="true", **wide))
            else:
                row.append(self._sum())
        return row

    def _sum(self) -> Element:
        row = Element("mrow")
        if self._is("-"):
            row.append(_leaf("mo", "−", form="prefix"))
            self._take()
        row.append(self._product())
        while self._is("+") or self._is("-"):
            row.append(_leaf("mo", {"+": "+", "-": "−"}[self._take().text]))
            row.append(self._product())
        return row

    def _product(self) -> Element:
        factors = [self._factor()]
        while self.at is not None:
            if self._is("/"):
                self._take()
                factors = [_fraction(_row(factors), self._factor())]
            elif self.at.kind in ("number", "name", "function", "dots") or self._is("("):
                factors.append(self._factor())
            else:
                break
        return _row(factors)

    def _factor(self) -> Element:
        base = self._atom()
        if not self._is("^"):
            return base
        self._take()
        power = Element("msup")
        minus = self._take() if self._is("-") else None
        exponent = _bare(self._atom())
        power.extend([base, _row([_leaf("mo", "−", form="prefix"), exponent]) if minus else exponent])
        return power

    def _atom(self) -> Element:
        token = self._take()
        if token.kind == "number":
            return _leaf("mn", token.text)
        if token.kind == "dots":
            return _leaf("mo", "…")
        if token.text in _OPENS and token.kind == "sign":
            return self._bracket(token.text)
        if token.kind == "function":
            return self._applied(token.text)
        if token.kind != "name":
            raise Untypeset(token.text)
        name = _name(token.text)
        if self.at is not None and self.at.text in _OPENS and self.at.tight:
            return _row([name, _leaf("mo", APPLIES), self._bracket(self._take().text)])
        return name

    def _bracket(self, opening: str) -> Element:
        closing = _OPENS[opening]
        inside = self.sequence(until=closing)
        if self.at is None:
            raise Untypeset(f"{opening} is not closed")
        self._take()
        row = Element("mrow", {"class": "bracket"})
        row.extend([_leaf("mo", opening), inside, _leaf("mo", closing)])
        return row

    def _applied(self, function: str) -> Element:
        argument = self._atom()
        if function == "sqrt":
            root = Element("msqrt")
            root.append(_bare(argument))
            return root
        row = _row([_leaf("mi", function), _leaf("mo", APPLIES), argument])
        row.set("class", "applied")
        return row

    def _words(self) -> str:
        said = []
        while self.at is not None and self.at.kind == "word":
            said.append(self._take().text)
        return " ".join(said)

    def _is(self, sign: str) -> bool:
        return self.at is not None and self.at.kind == "sign" and self.at.text == sign

    def _take(self) -> Token:
        if self.at is None:
            raise Untypeset("it ends too soon")
        token = self.at
        self._next += 1
        return token


def _name(text: str) -> Element:
    """A name with its subscript, prime or star."""
    bare, mark = (text[:-1], text[-1]) if text[-1] in "'*" else (text, "")
    base, _, sub = bare.partition("_")
    if not sub and (base in NAMES or base in GREEK or len(base) == 1):
        return _marked(_leaf("mi", GREEK.get(base, base)), None, mark)
    if bare in DIFFERENTIALS:
        return _row([_leaf("mi", "d"), _leaf("mi", bare[1:])])
    if not sub:
        greek = next((name for name in GREEK if base.startswith(name) and base[len(name) :].isdigit()), "")
        match = None if greek else _SUBSCRIPTED.fullmatch(base)
        if not greek and match is None:
            raise Untypeset(text)
        base, sub = (greek, base[len(greek) :]) if match is None else (match["base"], match["sub"])
    elif base not in GREEK and len(base) != 1:
        raise Untypeset(text)
    under = _subscript(sub.strip("{}"))
    return _marked(_leaf("mi", GREEK.get(base, base)), under, mark)


def _subscript(text: str) -> Element:
    """A number, a letter, a word, or a sum in braces."""
    if text.isdigit():
        return _leaf("mn", text)
    return _leaf("mi", text) if text.isalpha() else _Reader(_tokens(text)).sequence()


def _marked(base: Element, under: Element | None, mark: str) -> Element:
    parts = [base]
    if under is not None:
        parts.append(under)
    if mark:
        parts.append(_leaf("mo", {"'": "′", "*": "∗"}[mark]))
    if len(parts) == 1:
        return base
    found = Element("msubsup" if under is not None and mark else "msub" if under is not None else "msup")
    found.extend(parts)
    return found


def _fraction(above: Element, below: Element) -> Element:
    found = Element("mfrac")
    found.extend([_bare(above), _bare(below)])
    return found


def _bare(element: Element) -> Element:
    """What stands in a bracket that a fraction bar or a raised place makes needless."""
    return element[1] if element.get("class") == "bracket" and element[0].text == "(" else element


def _row(elements: list[Element]) -> Element:
    if len(elements) == 1:
        return elements[0]
    row = Element("mrow")
    before: Element | None = None
    for element in elements:
        if before is not None and element.tag != "mo" and before.tag != "mo":
            SubElement(row, "mo").text = TIMES
            if element.get("class") == "applied":
                SubElement(row, "mspace", width="0.2em")
        row.append(element)
        before = element
    return row


def _leaf(tag: str, text: str, **attributes: str) -> Element:
    element = Element(tag, attributes)
    element.text = text
    return element
