"""Which cell and line of the notebook each line of a module comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..flow.cells import Statement
from .pieces import Piece


class Place(NamedTuple):
    """A line of a cell; 0 where the line was written by the converter."""

    cell: int
    line: int = 0

    def __str__(self) -> str:
        return f"{self.cell}:{self.line}" if self.line else str(self.cell)


def line_table(text: str, pieces: Iterable[Piece]) -> dict[str, str]:
    """The lines of a module where something from another place begins, each with that place.

    `{"12": "3:1"}` says that line 12 is the first line of cell 3, and that the lines below follow
    in step as far as the next entry.
    """
    body = ast.parse(text).body
    named = {each.name: each for each in body if isinstance(each, _NAMED)}
    plain = {ast.dump(each): each for each in body if not isinstance(each, _NAMED)}
    places: dict[int, Place] = {}
    for piece in pieces:
        if piece.name in named:
            places |= _of_definition(named[piece.name], piece)
        elif len(piece.origins) == 1 and (made := plain.get(_dumped(piece))) is not None:
            places |= _of_statement(made, piece.origins[0])
    return {str(line): str(place) for line, place in _out_of_step(places)}


_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _dumped(piece: Piece) -> str:
    return ast.dump(ast.parse(piece.text).body[0])


def _of_definition(made: ast.stmt, piece: Piece) -> dict[int, Place]:
    """The places of a helper, which is one statement of a cell, or of a node, which is several."""
    if len(piece.origins) == 1 and piece.first is None:
        return _of_statement(made, piece.origins[0])
    start = Place(piece.first or 0)
    places = {made.lineno: start}
    meant = ast.parse(piece.text).body[0]
    for each, origin in _paired(_body(made), _body(meant), piece.origins):
        places |= _of_statement(each, origin) if origin else {each.lineno: start}
    return places


def _body(definition: ast.stmt) -> list[ast.stmt]:
    return definition.body  # type: ignore[attr-defined, no-any-return]


def _paired(
    made: Sequence[ast.stmt], meant: Sequence[ast.stmt], origins: Sequence[Statement | None]
) -> Iterator[tuple[ast.stmt, Statement | None]]:
    """The statements of a formatted body, each with its origin; formatting may drop an import."""
    if len(made) == len(meant):
        yield from zip(made, origins, strict=True)
        return
    matcher = SequenceMatcher(None, [*map(ast.dump, made)], [*map(ast.dump, meant)], autojunk=False)
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            yield made[block.a + offset], origins[block.b + offset]


def _of_statement(made: ast.stmt, origin: Statement | None) -> dict[int, Place]:
    """The places of a statement's lines: of its expressions too, where it was not rewritten."""
    if origin is None:
        return {}
    first = Place(origin.cell, origin.node.lineno)
    pairs = list(_in_parallel(made, origin.node))
    if not pairs:
        return dict.fromkeys((each.lineno for each in _parts(made, ast.stmt)), first)
    places = {made.lineno: first}
    for new, old in pairs:
        line = min(old.lineno, places.get(new.lineno, Place(0, old.lineno)).line)
        places[new.lineno] = Place(origin.cell, line)
    return places


Located = ast.stmt | ast.expr


def _in_parallel(made: ast.stmt, source: ast.stmt) -> Iterator[tuple[Located, Located]]:
    """The parts of two statements, as far as one was written like the other."""
    for kinds in ((ast.stmt, ast.expr), (ast.stmt,)):
        new, old = _parts(made, *kinds), _parts(source, *kinds)
        if [*map(type, new)] == [*map(type, old)]:
            yield from zip(new, old, strict=True)
            return


def _parts(tree: ast.stmt, *kinds: type[ast.stmt] | type[ast.expr]) -> list[Located]:
    return [each for each in ast.walk(tree) if isinstance(each, kinds)]


def _out_of_step(places: Mapping[int, Place]) -> Iterator[tuple[int, Place]]:
    """The lines whose place does not follow from the line above."""
    at, last = 0, Place(0)
    for line, place in sorted(places.items()):
        follows = last.line and place == Place(last.cell, last.line + line - at)
        if not follows and not (at and place == last and not place.line):
            yield line, place
            at, last = line, place
