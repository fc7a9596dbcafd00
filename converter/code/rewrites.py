"""Rewrites of the user's statements, each a small transformer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from symtable import symtable

import libcst as cst

from ..nodes.reports import SHOWING
from .syntax import Line


def rewrite(line: Line, *transformers: cst.CSTTransformer) -> Line:
    """Apply transformers to a statement, one after the other."""
    for each in transformers:
        line = line.visit(each)  # type: ignore[assignment]
    return line


class OfNames(cst.CSTTransformer):
    """Rewrites names; those of attributes and keywords stay."""

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)


class HandOver(OfNames):
    """Hand helpers what they read: `f(x)` becomes `f(x, rate=rate)`, and `f` `partial(f, rate=rate)`."""

    def __init__(self, labels: Mapping[str, str], handed: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.labels = labels
        self.handed = handed
        self.used_partial = False
        self._called: set[cst.CSTNode] = set()
        self._bound: set[cst.CSTNode] = set()
        self._own: list[frozenset[str]] = []
        """Names that each function and comprehension around has for itself."""

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._own.append(_names_of_its_own(node))

    def visit_Lambda(self, node: cst.Lambda) -> None:
        self._own.append(_names_of_its_own(node))

    def leave_Lambda(self, original_node: cst.Lambda, updated_node: cst.Lambda) -> cst.Lambda:
        self._own.pop()
        return updated_node

    def _is_own(self, node: cst.Name) -> bool:
        return node in self._bound or any(node.value in names for names in self._own)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self._bound.update(_names_bound(node.target))

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self._bound.update(_names_bound(node.target))

    def visit_For(self, node: cst.For) -> None:
        self._bound.update(_names_bound(node.target))

    def _enter_comprehension(self, node: cst.BaseComp) -> None:
        names: set[str] = set()
        inner: cst.CompFor | None = node.for_in
        while inner is not None:
            names.update(each.value for each in _names_bound(inner.target))
            inner = inner.inner_for_in
        self._own.append(frozenset(names))

    def _leave_comprehension(
        self, original_node: cst.BaseComp, updated_node: cst.BaseComp
    ) -> cst.BaseComp:
        self._own.pop()
        return updated_node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _enter_comprehension
    leave_ListComp = leave_SetComp = leave_DictComp = leave_GeneratorExp = _leave_comprehension

    def visit_AsName(self, node: cst.AsName) -> None:
        self._bound.update(_names_bound(node.name))

    def visit_Call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Name):
            self._called.add(node.func)

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> cst.Param:
        return updated_node.with_changes(name=original_node.name)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._own.pop()
        return updated_node.with_changes(name=original_node.name)

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        return updated_node.with_changes(name=original_node.name)

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        label = self.labels.get(original_node.value)
        if label is None or self._is_own(original_node):
            return updated_node
        named = cst.parse_expression(label).with_changes(
            lpar=updated_node.lpar, rpar=updated_node.rpar
        )
        handed = self.handed.get(original_node.value, ())
        if not handed or original_node in self._called:
            return named
        self.used_partial = True
        return cst.Call(cst.Name("partial"), [cst.Arg(named), *_by_name(handed)])

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        function = original_node.func
        if function not in self._called or not isinstance(function, cst.Name):
            return updated_node
        if self._is_own(function):
            return updated_node
        handed = self.handed.get(function.value, ())
        if not handed:
            return updated_node
        args = [each.with_changes(value=_bracketed(each.value)) for each in updated_node.args]
        args[-1:] = [each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in args[-1:]]
        return updated_node.with_changes(args=[*args, *_by_name(handed)])


def _bracketed(value: cst.BaseExpression) -> cst.BaseExpression:
    """A generator expression in brackets of its own, as beside other arguments."""
    if not isinstance(value, cst.GeneratorExp) or value.lpar:
        return value
    return value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _names_of_its_own(function: cst.FunctionDef | cst.Lambda) -> frozenset[str]:
    """The names that are local to a function, as Python counts them."""
    if isinstance(function, cst.FunctionDef):
        plain = function.with_changes(decorators=[], leading_lines=[])
        text = cst.Module([plain.visit(_WithoutNonlocal())]).code  # type: ignore[list-item]
    else:
        text = f"({cst.Module([]).code_for_node(function)})"
    scopes = symtable(text, "", "exec").get_children()
    while scopes[0].get_type() != "function":  # its type parameters, or annotations, come first
        scopes = [*scopes[1:], *scopes[0].get_children()]
    return frozenset(each.get_name() for each in scopes[0].get_symbols() if each.is_local())


class _WithoutNonlocal(cst.CSTTransformer):
    """A function alone has nothing around it that `nonlocal` could mean."""

    def leave_Nonlocal(self, original_node: cst.Nonlocal, updated_node: cst.Nonlocal) -> cst.Pass:
        return cst.Pass()


def _names_bound(target: cst.BaseExpression) -> Iterator[cst.Name]:
    """The names that an assignment to a target binds: `a`, or the `a` and `b` of `a, *b`."""
    if isinstance(target, cst.Name):
        yield target
    elif isinstance(target, (cst.Tuple, cst.List)):
        for each in target.elements:
            yield from _names_bound(each.value)


def _by_name(names: tuple[str, ...]) -> list[cst.Arg]:
    equal = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return [cst.Arg(cst.Name(name), keyword=cst.Name(name), equal=equal) for name in names]


class NamePaths(cst.CSTTransformer):
    """Put the variable of a file where its path stands as a literal."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__()
        self.variables = variables
        self.named: set[str] = set()

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString) -> bool:
        return False  # of several literals, which only together are one

    def visit_MatchValue(self, node: cst.MatchValue) -> bool:
        return False  # where a name would match whatever comes

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.BaseExpression:
        value = original_node.evaluated_value
        variable = self.variables.get(value) if isinstance(value, str) else None
        if variable is None:
            return updated_node
        self.named.add(variable)
        return cst.Name(variable)


class AugmentApart(cst.CSTTransformer):
    """`x += y` as `x = x + y`, for names whose values may be ones that `+=` changes in place."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self.names = names

    def leave_AugAssign(
        self, original_node: cst.AugAssign, updated_node: cst.AugAssign
    ) -> cst.AugAssign | cst.Assign:
        target = updated_node.target
        if not isinstance(target, cst.Name) or target.value not in self.names:
            return updated_node
        operator = getattr(cst, type(updated_node.operator).__name__.removesuffix("Assign"))
        value = updated_node.value
        if not isinstance(value, _ATOMS) and not value.lpar:
            value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        sum_ = cst.BinaryOperation(left=target, operator=operator(), right=value)
        return cst.Assign([cst.AssignTarget(target)], sum_)


_ATOMS = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.Integer,
    cst.Float,
    cst.SimpleString,
    cst.List,
    cst.Dict,
)
"""Expressions that need no brackets as an operand."""


class MovedInside(cst.CSTTransformer):
    """Code of a module that moved into a function.

    There `global x` of a function is `nonlocal x`, unless the outer one has it global; and a class
    says by which name its instances know it, which `known_as` tells where that is another.
    """

    def __init__(self, entered: Set[str], known_as: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.entered = entered
        self.known_as = known_as or {}
        self._depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._depth += 1

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._depth -= 1
        return updated_node

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._depth += 1

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        self._depth -= 1
        body = updated_node.body
        if self._depth or not isinstance(body, cst.IndentedBlock):
            return updated_node
        name = updated_node.name.value
        own = cst.parse_statement(f"__qualname__ = {self.known_as.get(name, name)!r}")
        at = int(updated_node.get_docstring() is not None)
        lines = [*body.body[:at], own, *body.body[at:]]
        return updated_node.with_changes(body=body.with_changes(body=lines))

    def leave_Global(
        self, original_node: cst.Global, updated_node: cst.Global
    ) -> cst.BaseSmallStatement | cst.FlattenSentinel[cst.BaseSmallStatement]:
        if not self._depth:
            return updated_node
        names = {each.name.value: each for each in updated_node.names}
        ours = [each for name, each in names.items() if name in self.entered]
        others = [each for name, each in names.items() if name not in self.entered]
        parts = [
            *([cst.Global(_listed(ours))] if ours else []),
            *([cst.Nonlocal(_listed(others))] if others else []),
        ]
        return parts[0] if len(parts) == 1 else cst.FlattenSentinel(parts)


def _listed(names: Sequence[cst.NameItem]) -> list[cst.NameItem]:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    last = names[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return [*(each.with_changes(comma=comma) for each in names[:-1]), last]


class InGlobals(cst.CSTTransformer):
    """`exec(code)` and `locals()` mean the notebook's names, which a function has as globals."""

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        function = updated_node.func
        called = function.value if isinstance(function, cst.Name) else ""
        names = cst.Call(cst.Name("globals"))
        if called in ("exec", "eval") and len(updated_node.args) == 1:
            return updated_node.with_changes(args=[*updated_node.args, cst.Arg(names)])
        return names if called in ("locals", "vars") and not updated_node.args else updated_node


class NamedStar(cst.CSTTransformer):
    """`from module import *` by names, as a function imports them; the module alone if by none."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.ImportFrom | cst.Import:
        if not isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        if not self.names and updated_node.module is not None:
            return cst.Import([cst.ImportAlias(updated_node.module)])
        return updated_node.with_changes(
            names=[cst.ImportAlias(cst.Name(name)) for name in self.names]
        )


class MainName(OfNames):
    """`__name__` is `"__main__"` in a notebook."""

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        return cst.SimpleString('"__main__"') if original_node.value == "__name__" else updated_node


class Takes(cst.CSTTransformer):
    """Give a function keyword-only parameters for what it is handed, and its own label."""

    def __init__(self, label: str, names: tuple[str, ...]) -> None:
        super().__init__()
        self.label = label
        self.names = names
        self._depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._depth += 1

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._depth += 1

    def leave_Global(
        self, original_node: cst.Global, updated_node: cst.Global
    ) -> cst.BaseSmallStatement:
        kept = [each for each in updated_node.names if each.name.value not in self.names]
        return updated_node.with_changes(names=_listed(kept)) if kept else cst.Pass()

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._depth -= 1
        if self._depth:
            return updated_node
        params = updated_node.params
        if self.names:
            own = [cst.Param(cst.Name(name)) for name in self.names]
            params = params.with_changes(
                kwonly_params=[
                    *(
                        each.with_changes(comma=cst.MaybeSentinel.DEFAULT)
                        for each in params.kwonly_params
                    ),
                    *own,
                ],
                params=[
                    each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in params.params
                ],
                star_arg=_plain_star(params.star_arg),
            )
        return updated_node.with_changes(name=cst.Name(self.label), params=params)

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        self._depth -= 1
        return updated_node if self._depth else updated_node.with_changes(name=cst.Name(self.label))


def _plain_star(star: object) -> object:
    if isinstance(star, cst.Param):
        return star.with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return cst.ParamStar() if isinstance(star, cst.ParamStar) else star


def as_function(line: Line) -> Line:
    """`f = lambda x: x + 1` as a function, which has a name and can be pickled."""
    if not isinstance(line, cst.SimpleStatementLine):
        return line
    assign = line.body[0]
    if not isinstance(assign, cst.Assign) or not isinstance(assign.value, cst.Lambda):
        return line
    target = assign.targets[0].target
    if not isinstance(target, cst.Name):
        return line
    value = assign.value.body
    if assign.value.lpar and not value.lpar:  # they may have held its lines together
        value = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    returned = cst.SimpleStatementLine(
        [cst.Return(value)], trailing_whitespace=line.trailing_whitespace
    )
    return cst.FunctionDef(
        name=target,
        params=assign.value.params,
        body=cst.IndentedBlock([returned]),
        leading_lines=line.leading_lines,
    )


def with_bases(line: Line, labels: Mapping[str, str]) -> Line:
    """`class Square(Square)` with the label of the class that it goes on from."""
    if not isinstance(line, cst.ClassDef):
        return line
    bases = [
        base.with_changes(value=cst.Name(labels[base.value.value]))
        if isinstance(base.value, cst.Name) and base.value.value in labels
        else base
        for base in line.bases
    ]
    return line.with_changes(bases=bases)


def text_of_shown(line: Line | None) -> str:
    """The text of the expression that a line shows, that of its argument for `print(df)`."""
    expression = cst.ensure_type(line, cst.SimpleStatementLine).body[0]
    value = cst.ensure_type(expression, cst.Expr).value
    if isinstance(value, cst.Call) and getattr(value.func, "value", "") in SHOWING:
        value = value.args[0].value
    return cst.Module([]).code_for_node(value)


def without_names(line: Line, kept: frozenset[str]) -> Line | None:
    """`del a, b` with only the names that the function has, or None where none is left."""
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.Del):
        return line
    target = line.body[0].target
    if isinstance(target, cst.Tuple):
        left = [
            each
            for each in target.elements
            if not isinstance(each.value, cst.Name) or each.value.value in kept
        ]
        if not left:
            return None
        values = ", ".join(cst.Module([]).code_for_node(each.value) for each in left)
        new = cst.parse_statement(f"del {values}")
        return new.with_changes(leading_lines=line.leading_lines)  # type: ignore[return-value]
    if isinstance(target, cst.Name) and target.value not in kept:
        return None
    return line
