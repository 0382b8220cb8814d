"""Scripts and styles as the site writes them: without comments, indentation and spaces that nothing needs.

script("const a = 1;  // one", "a.js")         # const a=1;

No string, template or regular expression is touched, and no name is shortened: what is written is what the source says.
A line break goes only where none could have ended a statement.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyrrhic.errors import BadFile

SPACE, COMMENT, VALUE, WORD, SIGN = "space", "comment", "value", "word", "sign"
OF_A_SCRIPT = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<word>[\w$\#]+)
  | (?P<sign>\+\+|--|.)
    """,
    re.VERBOSE | re.DOTALL,
)
OF_A_STYLE = re.compile(
    r"""
    (?P<comment>/\*.*?\*/)
  | (?P<space>\s+)
  | (?P<value>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^"')]*\))
  | (?P<word>[^\s{}();:,>"'/]+|/)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
EXPRESSION = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
BEFORE_AN_EXPRESSION = {"return", "typeof", "case", "in", "of", "void", "throw", "new", "delete", "else", "do", "yield"}
ENDS_NO_STATEMENT, BEGINS_NONE = set("{([,;=+-*/%&|?:<>!~^."), set(")]},;.?:&|")
NEW_LINE = "\n"
TOUCHING = ({"+", "++"}, {"-", "--"})


class Unclear(ValueError):
    """A script that this printer cannot read."""


class Token(NamedTuple):
    """A piece of a script or style, and what kind it is."""

    kind: str
    text: str


def script(text: str, name: str) -> str:
    """A script that does the same in fewer letters. Raises `BadFile` where a stroke cannot be told from a division."""
    written: list[str] = []
    before, gap = Token(SIGN, ";"), ""
    for token in _of_a_script(text, name):
        if token.kind in (SPACE, COMMENT):
            gap += token.text
            continue
        written += [_between(before, token, gap) if gap else "", token.text]
        before, gap = token, ""
    return "".join(written) + "\n"


def style(text: str) -> str:
    """A style sheet that says the same in fewer letters."""
    tokens = [token for token in _matched(OF_A_STYLE, text) if token.kind != COMMENT]
    written = ""
    for token in tokens:
        if token.kind == SPACE:
            written += "" if written.endswith((" ", *"{};,:>")) else " "
        elif token.kind == SIGN and token.text in "{};,>":
            written = written.rstrip(" ").removesuffix(";" if token.text == "}" else "") + token.text
        else:
            written += token.text
    return written.strip() + "\n"


def _between(before: Token, after: Token, gap: str) -> str:
    """What must stand where space or a comment stood between two tokens."""
    if "\n" in gap and not (_ends_none(before) or (after.text[0] in BEGINS_NONE and after.kind == SIGN)):
        return "\n"
    return " " if _would_join(before, after) else ""


def _ends_none(token: Token) -> bool:
    """Whether a statement cannot end after a token."""
    return token.kind == SIGN and token.text in ENDS_NO_STATEMENT


def _would_join(before: Token, after: Token) -> bool:
    """Whether two tokens would be read as another without a space between them."""
    if before.kind == WORD and (after.kind == WORD or (after.text == "." and before.text.isdigit())):
        return True
    if before.kind == VALUE and after.kind == WORD and not before.text.endswith(('"', "'", "`")):
        return True  # the marks of a regular expression
    if any({before.text, after.text} <= signs for signs in TOUCHING):
        return True
    return before.text[-1] + after.text[0] in ("<!", "//", "/*") or (before.text, after.text[0]) == ("--", ">")


def _of_a_script(text: str, name: str) -> Iterator[Token]:
    """The tokens of a script; a template with all in it, and a regular expression, are values."""
    at, before = 0, Token(SIGN, ";")
    while at < len(text):
        try:
            token = _token_at(text, at, before)
        except Unclear as error:
            raise BadFile(str(error), where=f"{name}, line {text.count(NEW_LINE, 0, at) + 1}") from error
        at += len(token.text)
        before = before if token.kind in (SPACE, COMMENT) else token
        yield token


def _token_at(text: str, at: int, before: Token) -> Token:
    if text[at] == "`":
        return Token(VALUE, text[at : _end_of_template(text, at)])
    matched = OF_A_SCRIPT.match(text, at)
    assert matched and matched.lastgroup  # any letter is a sign
    if matched["sign"] == "/" and _begins_an_expression(before):
        expression = EXPRESSION.match(text, at)
        if expression is None:
            raise Unclear("a stroke begins a regular expression that does not end")
        return Token(VALUE, expression[0])
    return Token(matched.lastgroup, matched[0])


def _begins_an_expression(before: Token) -> bool:
    """Whether a stroke after a token begins a regular expression; after a bracket or a value it divides."""
    if before.text == "}":
        raise Unclear("a stroke after a brace may divide or begin a regular expression; put brackets round it")
    if before.kind == SIGN:
        return before.text not in (")", "]", "++", "--")
    return before.kind == WORD and before.text in BEFORE_AN_EXPRESSION


def _end_of_template(text: str, start: int) -> int:
    """Where a template ends, past those that stand in its expressions."""
    at = start + 1
    while not text.startswith("`", at):
        if at >= len(text):
            raise Unclear("a template does not end")
        if text.startswith("${", at):
            at = _end_of_part(text, at + 2)
        else:
            at += 2 if text[at] == "\\" else 1
    return at + 1


def _end_of_part(text: str, at: int) -> int:
    """Where an expression in a template ends, whatever braces, strings and templates stand in it."""
    depth, before = 1, Token(SIGN, "{")
    while depth and at < len(text):
        token = _token_at(text, at, before)
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        at += len(token.text)
        before = before if token.kind in (SPACE, COMMENT) else token
    return at


def _matched(pattern: re.Pattern, text: str) -> Iterator[Token]:
    for matched in pattern.finditer(text):
        yield Token(matched.lastgroup or SIGN, matched[0])
