"""Functions and classes of the notebook: where they go, and what must be handed to them.

A helper goes to module level. What it reads of computed variables is handed to it by name. Where
that cannot be (it rebinds a variable, or is a class that reads one), its definition moves into
each function that uses it. A helper that is defined twice is two helpers.
"""

from __future__ import annotations

import ast
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..flow.cells import Flows, Kind, Statement
from ..flow.facts import Class, Function
from ..flow.walk import BUILTINS
from ..source.trees import annotations_of, defaults_of
from .imports import Imports

LAST = 1 << 60
"""A time after every statement."""


@dataclass(frozen=True, slots=True)
class Helper:
    """One definition as seen from one time: with the definitions of what it calls."""

    name: str
    """Its name in the notebook."""
    label: str
    """Its name in the module."""
    statement: Statement
    time: int
    """When it is used, which tells what the imports mean that it reads."""
    calls: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The labels of the helpers that it names."""
    handed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """For each helper that it names, what must be handed to that one."""
    takes: tuple[str, ...] = ()
    """The computed variables that must be handed to it."""
    nested: bool = False
    rebinds: frozenset[str] = frozenset()
    completed_by: tuple[Statement, ...] = ()
    """Statements below that are a part of its definition, such as `Point.__add__ = add`."""
    apart: bool = False
    """Whether it keeps its name in a module of its own: a class whose name another one has later."""
    bases: Mapping[str, Helper] = field(default_factory=dict, hash=False)
    """The bases that it goes on from whose names other classes have later, `class Square(Square)` too."""

    @property
    def lineage(self) -> tuple[Helper, ...]:
        """The helper, and the classes that it goes on from."""
        return (self, *(each for base in self.bases.values() for each in base.lineage))

    @property
    def defined(self) -> str:
        """The name that its definition has."""
        return self.name if self.apart else self.label


Noun = Function | Class
Key = tuple[object, ...]
"""A helper's name, and the definitions that it reaches: what tells it from others of its name."""


@dataclass
class Helpers:
    """Every helper of a notebook, asked for by name and time."""

    flows: Flows
    data: frozenset[str]
    """Names of computed variables and parameters."""
    imports: Imports
    reserved: frozenset[str] = frozenset()
    """Names that the modules give to something else, such as nodes."""
    _known: dict[Key, Helper] = field(default_factory=dict)
    _labels: dict[Key, str] = field(default_factory=dict)

    @cached_property
    def definitions(self) -> dict[str, list[int]]:
        """The statements that define each helper, by name, in order."""
        found: dict[str, list[int]] = {}
        for number, name in self.flows.walk.history:
            if self.statements[number].kind is Kind.DEFINE:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def statements(self) -> dict[int, Statement]:
        return {each.number: each for each in self.flows.statements}

    def active(self, name: str, time: int) -> int | None:
        """The statement whose definition of `name` counts at a time; the first where none does yet."""
        numbers = self.definitions.get(name)
        if not numbers:
            return None
        return numbers[max(bisect_left(numbers, time) - 1, 0)]

    def _is_value(self, name: str, time: int) -> bool:
        """Whether what is a helper's name, or an import's, was last bound to a value before a time."""
        return _last(self._values.get(name, ()), time) > max(
            _last(self.definitions.get(name, ()), time), _last(self._imported.get(name, ()), time)
        )

    def is_import(self, name: str, time: int) -> bool:
        """Whether a name that is a value elsewhere is an import's at a time."""
        return name in self._imported and not self._is_value(name, time)

    @cached_property
    def _values(self) -> dict[str, list[int]]:
        """The statements that bind the names of helpers and imports to values, in order."""
        found: dict[str, list[int]] = {}
        for each in self.flows.statements:
            if each.kind not in (Kind.DEFINE, Kind.IMPORT):
                for name in each.facts.binds.keys() & (
                    self.definitions.keys() | self._imported.keys()
                ):
                    found.setdefault(name, []).append(each.number)
        return found

    @cached_property
    def _imported(self) -> dict[str, list[int]]:
        """The statements that import each name, in order."""
        found: dict[str, list[int]] = {}
        for each in self.imports.found:
            found.setdefault(each.name, []).append(each.time)
        return found

    def named_by(self, statement: Statement) -> frozenset[str]:
        """The helpers that a statement names, those among them that are only defined below it."""
        later = (
            name
            for name in statement.facts.uses.keys() & self.definitions.keys() - self.data
            if not self._is_given_above(name, statement.number)
        )
        return frozenset(statement.facts.helpers).union(later)

    @cached_property
    def _meant_otherwise(self) -> frozenset[str]:
        """Names of helpers by which some statements mean an import, or Python's own."""
        return frozenset(
            name
            for each in self.flows.statements
            for name in each.facts.uses.keys() & self.definitions.keys()
            if self._is_given_above(name, each.number)
        )

    def _is_given_above(self, name: str, time: int) -> bool:
        """Whether an import, or Python, is what gave a name its meaning, and no definition since."""
        defined = _last(self.definitions[name], time)
        imported = [found.time for found in self.imports.named(name) if found.time < time]
        if defined < 0:
            return name in BUILTINS or bool(imported)
        return max(imported, default=-1) > defined

    def noun(self, name: str, number: int) -> Noun:
        return self.flows.walk.history[number, name]

    def reads(self, name: str, number: int) -> frozenset[str]:
        """What a definition reads, when it is called and when it is executed."""
        noun = self.noun(name, number)
        own = noun.reads | self.statements[number].facts.uses.keys()
        if not isinstance(noun, Class):
            return own
        earlier = self.earlier_bases(name, number)
        for each in noun.completed_by:
            earlier |= self._earlier(self.statements[each].facts.uses.keys() - {name}, each)
        if not earlier:
            return own
        called = frozenset().union(*(each.reads for each in noun.methods.values()))
        of_others = (self.reads(other, before) for other, before in earlier.items())
        return (own - (earlier.keys() - called - {name})).union(*of_others)

    def earlier_bases(self, name: str, number: int) -> dict[str, int]:
        """The statements that define the bases of a class whose names other classes have later."""
        node = self.statements[number].node
        if not isinstance(node, ast.ClassDef):
            return {}
        named = {each.id for each in node.bases if isinstance(each, ast.Name)}
        found = self._earlier(named - {name}, number)
        itself = _last(self.definitions.get(name, ()), number) if name in named else -1
        return {**found, name: itself} if itself >= 0 else found

    def _earlier(self, names: Iterable[str], time: int) -> dict[str, int]:
        """The statements that define names at a time which have another definition later."""
        found = {name: _last(self.definitions.get(name, ()), time) for name in names}
        return {
            name: number
            for name, number in found.items()
            if number >= 0 and self.active(name, LAST) != number
        }

    def reach(self, name: str, time: int) -> dict[str, int]:
        """The helper and all that it reaches, each with the statement that defines it then."""
        found: dict[str, int] = {}
        waiting = [name]
        while waiting:
            each = waiting.pop()
            number = self.active(each, time)
            known = each in found or (found and self._is_value(each, time))
            if number is not None and not known:
                found[each] = number
                waiting += sorted(self.reads(each, number))
        return found

    def found(self, name: str, time: int) -> list[Helper]:
        """The helper that `name` is at a time, and all that it reaches."""
        helpers = (self.find(each, time) for each in sorted(self.reach(name, time)))
        return [one for each in helpers if each is not None for one in each.lineage]

    def find(self, name: str, time: int) -> Helper | None:
        """The helper that `name` is at a time, or None where it is none."""
        reach = self.reach(name, time)
        if not reach:
            return None
        key = self._key(name, reach, time)
        if key not in self._known:
            self._known[key] = self._make(name, reach, time)
        return self._known[key]

    def _key(self, name: str, reach: Mapping[str, int], time: int) -> Key:
        return (name, *sorted(reach.items())), self._imports_then(reach, time)

    def _imports_then(self, reach: Mapping[str, int], time: int) -> Key:
        """The imports, of those that change their meaning, that a helper finds when it is called."""
        read = frozenset().union(*(self.noun(*each).reads for each in reach.items()))
        changing = read & self._changing_imports
        return tuple(sorted(self.imports.of(changing, time).items())) if changing else ()

    @cached_property
    def _changing_imports(self) -> frozenset[str]:
        return self.imports.changing

    def _label(self, name: str, time: int) -> str:
        """What a helper is called in the modules: the last of a name has it, unless a value does."""
        reach = self.reach(name, time)
        key = self._key(name, reach, time)
        if key not in self._labels:
            is_last = all(self.active(each, LAST) == number for each, number in reach.items())
            taken = {*self._labels.values(), *self.data, *self.reserved, *self._meant_otherwise}
            numbered = (f"{name.rstrip('_')}_{count}" for count in itertools.count(1))
            free = itertools.chain([name, f"{name}_"] if is_last else [], numbered)
            self._labels[key] = next(each for each in free if each not in taken)
        return self._labels[key]

    def _make(self, name: str, reach: Mapping[str, int], time: int) -> Helper:
        label = self._label(name, time)
        statement = self.statements[reach[name]]
        nested = self.is_nested(name, time)
        others = {each for each in self.reads(name, reach[name]) if each in reach and each != name}
        apart = not nested and self._is_apart(name, time)
        return Helper(
            name=name,
            label=label,
            statement=statement,
            time=time,
            calls={name: name if apart else label}
            | {each: self._label(each, time) for each in sorted(others)},
            handed={each: self.takes(each, time) for each in sorted({name, *others})},
            takes=() if nested else self.takes(name, time),
            nested=nested,
            rebinds=_rebinds(self.noun(name, reach[name])),
            completed_by=tuple(
                self.statements[each] for each in self.noun(name, reach[name]).completed_by
            ),
            apart=apart,
            bases={
                base: found
                for base in self.earlier_bases(name, reach[name])
                if (found := self.find(base, reach[name]))
            },
        )

    def _is_apart(self, name: str, time: int) -> bool:
        """Whether a definition is a class that another one follows, and can have its own module.

        The name of a class is part of what its instances are: of their representation, and of
        their pickles. What such a class calls must not lead back to one.
        """
        followed = {each for each in self.reach(name, time) if self._is_followed(each, time)}
        return name in followed and all(
            self._is_at_module_level(each, number, time)
            and (each in followed or followed.isdisjoint(self.reach(each, time)))
            for each, number in self.reach(name, time).items()
        )

    def _is_followed(self, name: str, time: int) -> bool:
        number = self.active(name, time)
        is_class = number is not None and isinstance(self.noun(name, number), Class)
        return is_class and self._label(name, time) != name

    def _is_at_module_level(self, name: str, number: int, time: int) -> bool:
        reads = self.reads(name, number)
        alone = not self.noun(name, number).completed_by and reads.isdisjoint(self.constants)
        return alone and not self._stays_inside(name, number, time)

    def takes(self, name: str, time: int) -> tuple[str, ...]:
        """The computed variables that a helper at module level must be handed."""
        if self.is_nested(name, time):
            return ()
        reach = self.reach(name, time).items()
        return tuple(
            sorted({read for each in reach for read in self.noun(*each).reads} & self.free(time))
        )

    @cached_property
    def free_data(self) -> frozenset[str]:
        """Computed variables that are no constants of the module."""
        return self.data - self.constants.keys()

    def free(self, time: int) -> frozenset[str]:
        """Those that are no helpers and no imports at a time."""
        others = {each for each in self._both if not self._is_value(each, time)}
        return self.free_data - others if others else self.free_data

    @cached_property
    def _both(self) -> frozenset[str]:
        return self.free_data & (self.definitions.keys() | self._imported.keys())

    def is_nested(self, name: str, time: int) -> bool:
        """Whether a definition must stay inside the functions that use it."""
        reach = self.reach(name, time)
        given_away = {name} if self._names_functions else self.flows.walk.given_away & reach.keys()
        read = (
            self.noun(*one).reads for each in given_away for one in self.reach(each, time).items()
        )
        if any(names & self.free(time) for names in read):
            return True
        return any(self._stays_inside(*each, time) for each in reach.items())

    @cached_property
    def _names_functions(self) -> bool:
        """Whether code asks functions for their names, which a `partial` has none of."""
        return any(".__name__" in cell.code.source for cell in self.flows.cells)

    def _stays_inside(self, name: str, number: int, time: int) -> bool:
        noun = self.noun(name, number)
        free = self.free(time)
        at_once = self.read_at_once(name, number) & self.free(number)
        if isinstance(noun, Class):
            return bool(at_once or noun.reads & free)
        handed = self._handed(name, number, free)
        decorated = getattr(self.statements[number].node, "decorator_list", ())
        refuses = handed and decorated  # a cache, say, takes nothing that cannot be hashed
        hidden = handed & noun.local or (
            handed
            and any(
                handed & each.facts.stores
                for each in self.flows.statements
                if name in each.facts.mentions
            )
        )
        return bool(at_once or noun.rebinds or hidden or refuses or name in self._beneath_hiding)

    def _handed(self, name: str, number: int, free: frozenset[str]) -> frozenset[str]:
        """What must be handed to a definition, for itself and for what it reaches."""
        reach = self.reach(name, number + 1).items()
        return frozenset().union(*(self.noun(*each).reads for each in reach)) & free

    @cached_property
    def _beneath_hiding(self) -> frozenset[str]:
        """Helpers that read what one which calls them has a variable of its own for.

        `def train(w, lr): return update(w)`, where `update` reads the notebook's `lr`.
        """
        found: set[str] = set()
        for (number, name), noun in self.flows.walk.history.items():
            if isinstance(noun, Class) or not noun.local & self.free_data:
                continue
            hidden = self._handed(name, number, self.free(number + 1)) & noun.local
            if hidden:
                reach = self.reach(name, number + 1).items()
                found.update(other for other, at in reach if self.noun(other, at).reads & hidden)
        return frozenset(found)

    def read_at_once(self, name: str, number: int) -> frozenset[str]:
        """Names that a definition reads where it stands."""
        uses = frozenset(self.statements[number].facts.uses)
        is_class = isinstance(self.noun(name, number), Class)
        return uses if is_class else uses & self.defaults(number)

    def defaults(self, number: int) -> frozenset[str]:
        """Names that a definition reads when it is executed: decorators, defaults, conditions."""
        return frozenset(
            each.id
            for part in _executed(self.statements[number].node)
            for each in ast.walk(part)
            if isinstance(each, ast.Name)
        )

    # ------------------------------------------------------------ constants

    @cached_property
    def constants(self) -> dict[str, Statement]:
        """Variables that a class or a default needs where it is defined, and that never change."""
        if Kind.DEFINE in self.flows.in_place:
            return {}
        found: dict[str, Statement] = {}
        waiting = list(self._needed_early())
        while waiting:
            name = waiting.pop()
            statement = self._steady.get(name)
            if statement is not None and name not in found:
                found[name] = statement
                waiting += [each for each in statement.facts.uses if each in self.data]
        incomplete = {
            name
            for name, statement in found.items()
            if any(each in self.data and each not in found for each in statement.facts.uses)
        }
        return {
            name: statement for name, statement in sorted(found.items()) if name not in incomplete
        }

    def _needed_early(self) -> Iterable[str]:
        yield from sorted(self.flows.walk.types_made & self.data)
        for (number, name), noun in self.flows.walk.history.items():
            if isinstance(noun, Class):
                yield from sorted(self.reads(name, number) & self.data)
            yield from sorted(self.defaults(number) & self.data)

    @cached_property
    def _steady(self) -> dict[str, Statement]:
        """Variables bound once, by a plain assignment without effects, and never changed."""
        counts: dict[str, int] = {}
        changed: set[str] = set()
        single: dict[str, Statement] = {}
        for each in self.flows.statements:
            changed |= each.facts.changes.keys() | each.facts.deletes
            for name in each.facts.binds:
                counts[name] = counts.get(name, 0) + 1
            if (
                each.kind is Kind.DATA
                and isinstance(each.node, ast.Assign)
                and all(effect.kind in ("sees", "unknown") for effect in each.facts.effects)
            ):
                for name in each.facts.binds:
                    single[name] = each
        return {
            name: each for name, each in single.items() if counts[name] == 1 and name not in changed
        }


def _last(numbers: Sequence[int], time: int) -> int:
    """The last of some statements before a time; -1 where none is."""
    at = bisect_left(numbers, time)
    return numbers[at - 1] if at else -1


def _executed(node: ast.stmt) -> Iterator[ast.expr]:
    """The parts of a definition that are executed where it stands, annotations among them."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from (*node.decorator_list, *defaults_of(node), *annotations_of(node))
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        yield from defaults_of(node.value)
    elif isinstance(node, ast.If):
        yield node.test
        for each in (*node.body, *node.orelse):
            yield from _executed(each)


def _rebinds(noun: Noun) -> frozenset[str]:
    return noun.rebinds if isinstance(noun, Function) else frozenset()
