"""What the walk learns: of statements, of scopes, of the notebook's functions and classes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .values import PLAIN, Value


class Effect(NamedTuple):
    """Something that a statement does beside its variables."""

    kind: str
    """`random`, `seed`, `reads`, `writes`, `files`, `folder`, `located` (depends on the folder),
    `class`, `sees` (what a class keeps), `pyplot`, `config`, `consults` (how a library is set up),
    `asks`, `star`, `unset` (memory with what it held before), `figure` (drawn by several cells and
    saved), `goes on` (draws on that of a cell above), `unknown`."""
    what: str
    """Which generator, or the dotted name of what was called; for `consults` of what sets it."""
    call: ast.Call | None = None
    path: str | None = None
    """The file, where its path is a literal."""
    sure: bool = False
    """Whether it draws a random number for certain: by its name, or because a run saw it."""


class Touch(NamedTuple):
    """One change in place and the names that see it, each with the statement that bound it."""

    names: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class Facts:
    """What one statement does; filled while it is walked."""

    uses: dict[str, int] = field(default_factory=dict)
    """Names read before the statement binds them, with the line."""
    sure: set[str] = field(default_factory=set)
    """Names among those that it reads whenever it runs."""
    binds: dict[str, bool] = field(default_factory=dict)
    """Names bound; False where a branch may leave them alone."""
    changes: dict[str, bool] = field(default_factory=dict)
    """Names whose objects are changed in place; True where the change lies deeper than the top."""
    deletes: set[str] = field(default_factory=set)
    touches: list[Touch] = field(default_factory=list)
    late: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Statements that put a function into something, by name, which reads a name that is bound here."""
    effects: list[Effect] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)
    """Notebook functions and classes that it names."""
    code: set[str] = field(default_factory=set)
    """Those among the names that it uses which are functions or classes of the notebook then."""
    said: set[str] = field(default_factory=set)
    """Names that it reads itself, in whatever scope, and not a function that it calls."""
    beside: set[str] = field(default_factory=set)
    """Lists of frames that it reads a frame of, and the frames of lists that it reads."""
    mentions: set[str] = field(default_factory=set)
    """Names that it reads in whatever scope, the own ones of functions apart."""
    told: set[str] = field(default_factory=set)
    """Names that it reads because a text has them: a query, a formula, code to evaluate."""
    inner: set[str] = field(default_factory=set)
    """Names that functions have for themselves and read."""
    sources: dict[str, set[str]] = field(default_factory=dict)
    """For each name that it binds, those that it read whose objects the name shares."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What the names that it binds are, where that is known."""
    stores: set[str] = field(default_factory=set)
    """Names that it binds inside a function, class or comprehension."""
    incidental: set[str] = field(default_factory=set)
    """Names that it binds only as the target of a loop or a `with`."""
    imports: set[str] = field(default_factory=set)
    """Names that it makes an import's, though it is none itself but a `try` around one, say."""
    entered: set[str] = field(default_factory=set)
    """Names that it makes, though it binds them nowhere: `exec("a = 1")`."""
    completes: bool = False
    """Whether it is a part of the definition of a function or class that stands above."""


@dataclass(slots=True)
class Scope:
    """A function, class body or comprehension that is being walked."""

    function: bool
    """Whether it is none of a comprehension."""
    of_class: bool = False
    names: dict[str, Value] = field(default_factory=dict)
    loads: dict[str, int] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    """Names declared `global` or `nonlocal`."""
    rebinds: set[str] = field(default_factory=set)
    """Names of the notebook that functions inside assign through `global`."""
    free: dict[str, int] = field(default_factory=dict)
    hits: dict[int, bool] = field(default_factory=dict)
    augments: set[int] = field(default_factory=set)
    """Objects of which nobody knows what they are, and that `+=` or the like is used on."""
    calls: list[tuple[str, tuple[Value, ...], dict[str, Value]]] = field(default_factory=list)
    keeps: list[tuple[frozenset[int], frozenset[int]]] = field(default_factory=list)
    """Objects, and those that were put into them."""
    itself: int = 0
    """In a method, the object that it is called on."""
    own: Mapping[str, int] = field(default_factory=dict)
    """In a method, the attributes of that object which hold nothing that anybody else has."""
    attributes: dict[str, frozenset[int]] = field(default_factory=dict)
    """In a method, what it stores into attributes of the object."""
    returns: list[Value] = field(default_factory=list)
    generator: bool = False
    later: dict[str, int] = field(default_factory=dict)
    """Names of the notebook that functions inside change when they are called: 1 where those do,
    2 where those inside of them do."""


@dataclass(frozen=True, slots=True)
class Function:
    """What a notebook's function does to what surrounds it."""

    name: str
    parameters: tuple[str, ...]
    tokens: tuple[int, ...] = ()
    extra: tuple[str | None, str | None] = (None, None)
    """Those among the parameters that take what is left of a call: `*args` and `**kwargs`."""
    reads: frozenset[str] = frozenset()
    """Names that it takes from module level."""
    rebinds: frozenset[str] = frozenset()
    """Names that it assigns through `global`."""
    local: frozenset[str] = frozenset()
    """Names that it binds for itself."""
    hits: dict[int, bool] = field(default_factory=dict)
    augments: frozenset[int] = frozenset()
    free: dict[str, int] = field(default_factory=dict)
    calls: tuple[tuple[str, tuple[Value, ...], dict[str, Value]], ...] = ()
    keeps: tuple[tuple[frozenset[int], frozenset[int]], ...] = ()
    returns: Value = PLAIN
    effects: tuple[Effect, ...] = ()
    generator: bool = False
    later: Mapping[str, int] = field(default_factory=dict)
    """Names of the notebook that functions inside of it change when they are called, as in `Scope`."""
    getter: bool = False
    """Whether reading an attribute calls it: a property."""
    of_class: bool = False
    """Whether it is called on its class: a class method, or a static one."""
    attributes: frozenset[str] = frozenset()
    """Names of attributes that statements further below give it."""
    completed_by: tuple[int, ...] = ()
    """Statements further below that add to its definition."""

    @property
    def changed_outside(self) -> frozenset[str]:
        """Names of module level whose objects it changes in place."""
        return frozenset(name for name, token in self.free.items() if token in self.hits)


@dataclass(frozen=True, slots=True)
class Class:
    """What a notebook's class needs, and its methods."""

    name: str
    bases: tuple[str, ...]
    methods: dict[str, Function]
    attributes: frozenset[str]
    """Names that its body binds."""
    reads: frozenset[str]
    shared: frozenset[str] = frozenset()
    """Attributes that hold one list or the like for all of its instances."""
    copied_as_frame: bool = False
    """Whether a copy of an instance is one of pandas' own class instead."""
    completed_by: tuple[int, ...] = ()
    """Statements further below that add to its definition: `Point.__add__ = add`."""
