"""The state of the analysis while it walks through a notebook, statement by statement."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from .facts import Class, Effect, Facts, Function, Scope, Touch
from .gradients import trace_way
from .knowledge import CONTAINERS
from .own_modules import OwnModules
from .starred import OF_NUMPY, Stars
from .values import NOTHING, UNKEEPING, UNSHARED, Value, merge

BUILTINS = frozenset(dir(builtins)) | {"display", "get_ipython", "capture_output"}
TABLES = frozenset({"frame", "series"})
STAYING = frozenset({"thread", "stateful"})
"""Kinds that keep what holds them where it was made."""
WITH_FRAMES = TABLES | CONTAINERS


@dataclass(slots=True)
class Walk:
    """What is known so far, and where the walk stands."""

    values: dict[str, Value] = field(default_factory=dict)
    births: dict[str, int] = field(default_factory=dict)
    holders: dict[int, set[str]] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    """Literal values of names that hold one."""
    history: dict[tuple[int, str], Function | Class] = field(default_factory=dict)
    """Each function and class by its name and the number of the statement that defined it."""
    let_go: dict[int, set[str]] = field(default_factory=dict)
    """Names that held an object before the statement at hand bound them anew: `a, b = b, a`."""
    static: set[str] = field(default_factory=set)
    """Names of imports, functions and classes."""
    stars: Stars = field(default_factory=Stars)
    types_made: set[str] = field(default_factory=set)
    """Names of type variables and the like."""
    bound_again: Callable[[str], bool] = lambda name: False
    """Whether several statements of the notebook bind a name."""
    given_away: set[str] = field(default_factory=set)
    """Functions that were handed to a library, which may ask them for their name."""
    own: OwnModules = field(default_factory=OwnModules)
    """The functions of modules that stand beside the notebook."""
    package: str = ""
    """Where a module is walked, the package that it is in."""
    written: dict[str, str | None] = field(default_factory=dict)
    """Files that cells have written so far, and the text of those that `%%writefile` wrote."""
    consulted: set[str] = field(default_factory=set)
    """What sets the options of libraries that cells have read so far."""
    defining: str = ""
    """The class whose body is walked."""
    getters: set[str] = field(default_factory=set)
    """Names of properties of the notebook's classes."""
    stateful: set[str] = field(default_factory=set)
    """Classes that cells so far have changed, for all of their instances."""
    scopes: list[Scope] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    bound: set[str] = field(default_factory=set)
    """Names that the statement at hand has bound for sure."""
    statement: int = 0
    conditional: int = 0
    attribute_kinds: dict[str, str] = field(default_factory=dict)
    """Kinds that every method call changes, by the attribute that was given one."""
    tokens: dict[str, int] = field(default_factory=dict)
    """Functions as objects, where a container holds them."""
    reading: dict[str, dict[int, int]] = field(default_factory=dict)
    """For each name, the functions as objects that read it when they are called, each with the
    statement that put it into something."""
    applying: set[tuple[str, tuple[int, ...]]] = field(default_factory=set)
    """The functions of the notebook whose calls are being followed."""
    applied: Counter[tuple[str, tuple[int, ...]]] = field(default_factory=Counter)
    """How often each was, since the outermost of these calls."""
    columns: dict[int, tuple[Value, ...]] = field(default_factory=dict)
    """What lists of rows, `[(a, "a"), (b, "b")]`, hold in each column, until they are changed."""
    loose: dict[int, frozenset[int]] = field(default_factory=dict)
    """What objects hold that had no name yet when they were given it: `Cart().add(item)`."""
    ways: dict[int, frozenset[int]] = field(default_factory=dict)
    """Objects with gradients, each with all those that it was computed of: see `gradients`."""
    objects: Iterator[int] = field(default_factory=lambda: count(1))
    _closures: dict[str, frozenset[str]] = field(default_factory=dict)

    # ------------------------------------------------------------ names

    def fresh(
        self, kind: str = "", members: frozenset[int] = NOTHING, *, path: str = "", each: str = ""
    ) -> Value:
        """A value that no name holds yet."""
        return Value(kind, frozenset((next(self.objects),)), members, path, each)

    def load(self, name: str, line: int) -> Value:
        """Read a name where the walk stands."""
        self.facts.mentions.add(name)
        if line:  # there is none where a function reads that is called
            self.facts.said.add(name)
        if not self.scopes:
            return self._load_global(name, line)
        function = None
        for scope in reversed(self.scopes):
            found = scope.names.get(name)
            if found is not None and name not in scope.outer:
                return found
            if scope.function:
                scope.loads.setdefault(name, line)
                if function is None or not scope.of_class:
                    function = scope
        if function is None:
            return self._load_global(name, line)
        found = self.values.get(name) or self._brought(name)
        if found is not None and (found.kind in ("library", "function", "class")):
            return found
        token = function.free.get(name)
        if token is None:
            token = function.free[name] = next(self.objects)
        return Value(found.kind if found else "", frozenset((token,)))

    def members_of(self, thing: int) -> frozenset[int]:
        """What an object holds by now, as the names tell that are this object."""
        named = (self.values[name] for name in self.holders.get(thing, ()))
        return NOTHING.union(*(each.members for each in named if thing in each.own))

    def load_told(self, names: Iterable[str], line: int) -> None:
        """Read names that stand in a text."""
        for name in names:
            self.load(name, line)
            self.facts.told.add(name)

    def _load_global(self, name: str, line: int) -> Value:
        if name not in self.bound:
            self.facts.uses.setdefault(name, line)
            if not self.conditional:
                self.facts.sure.add(name)
        found = self.values.get(name)
        if found is None:
            if brought := self._brought(name):
                return brought
            found = self.fresh()  # made by nothing seen so far, such as a catalog entry
            self._hold(name, None, found)
        elif found.kind in ("function", "class"):
            self._use_helper(name, line)
            if self.stateful:
                self._see_classes(found.path)
        elif self.stateful and found.kind.startswith("instance:"):
            self._see_classes(found.kind.removeprefix("instance:"))
        elif line and found.kind in WITH_FRAMES:
            self._see_together(name, found)
        return found

    def _see_together(self, name: str, value: Value) -> None:
        """A list of frames is read with each of them, and they with it: a change of one is of both."""
        tables = value.kind in TABLES
        kinds = CONTAINERS if tables else TABLES
        for thing in value.own if tables else value.members:
            for other in self.holders.get(thing, ()):
                if other != name and other not in self.bound and self.values[other].kind in kinds:
                    self.facts.beside.add(other)

    def _brought(self, name: str) -> Value | None:
        """What `from … import *` brought under a name, or Python has there."""
        path = self.stars.path_of(name)
        if name in BUILTINS and not (name in OF_NUMPY and path and path.startswith("numpy.")):
            path = f"builtins.{name}"
        return Value("library", path=path) if path else None

    def _see_classes(self, name: str) -> None:
        """A class and its instances see what it, or a base of it, keeps for all."""
        if name in self.stateful:
            self.effect("sees", name)
        for base in self.classes[name].bases if name in self.classes else ():
            self._see_classes(base)

    def _use_helper(self, name: str, line: int) -> None:
        """Naming a function counts as calling it: what it reads is read, what it does is done."""
        if name not in self.bound:  # else it is a part of the statement itself
            self.facts.helpers.add(name)
        for read in (name, *sorted(self.closure(name))):
            if read not in self.bound:
                self.facts.uses.setdefault(read, line)
            noun = self.noun(read)
            if noun is not None:
                self.facts.code.add(read)
            if isinstance(noun, Function):
                self.facts.effects.extend(noun.effects)

    def bind(self, name: str, value: Value) -> None:
        """Give a name a value where the walk stands."""
        scope = self._binding_scope(name) if self.scopes else None
        if scope is not None:
            self.facts.stores.add(name)
            old = scope.names.get(name)
            scope.names[name] = merge((old, value)) if old and self.conditional else value
            return
        if value.part or (not value.own and value.kind not in UNSHARED):
            value = self.fresh(value.kind, value.members)
        elif value.path and value.kind not in UNSHARED:
            # from here on its parts are seen through the name
            value = Value(value.kind, value.own, value.members, each=value.each)
        for thing in value.reach & self.loose.keys():
            value = value._replace(members=value.members | self.loose[thing], each="")
        old = self.values.get(name)
        if name in self.reading and value.kind not in UNSHARED - {"plain"}:
            self._change_readers(name)
        if self.conditional and old is not None and name not in self.bound:
            value = merge((old, value))
            self.facts.binds.setdefault(name, False)
        else:
            self.facts.binds[name] = True
        self.bound.add(name)
        self.facts.kinds[name] = value.each if value.each in STAYING else value.kind
        self._trace_sharing(name, value)
        if self.ways:
            trace_way(self, name, value)
        self._hold(name, old, value)
        self.constants.pop(name, None)
        self.static.discard(name)
        self.births[name] = self.statement

    def keep_function(self, token: int, names: Iterable[str]) -> None:
        """Something holds a function, as an object, that reads names when it is called."""
        for name in names:
            self.reading.setdefault(name, {})[token] = self.statement

    def _change_readers(self, name: str) -> None:
        """Binding a name anew changes what holds functions that read it."""
        things = self.reading[name]
        holders = {each for thing in things for each in self.holders.get(thing, ())}
        others = sorted(holders - self.static - {name}, key=lambda each: self.births.get(each, 0))
        if others:
            self.given_away.update(path for path, token in self.tokens.items() if token in things)
        for holder in others:
            self.facts.changes[holder] = True
            for token, at in things.items():
                if holder in self.holders.get(token, ()):
                    self.facts.late.setdefault(at, (holder, name))

    def _trace_sharing(self, name: str, value: Value) -> None:
        shared: set[str] = set()
        for thing in value.reach:
            shared.update(self.holders.get(thing, ()), self.let_go.get(thing, ()))
        if shared:
            self.facts.sources.setdefault(name, set()).update(
                shared & (self.facts.uses.keys() | {name})
            )

    def _binding_scope(self, name: str) -> Scope | None:
        for scope in reversed(self.scopes):
            if name in scope.outer:
                return None if not any(name in each.names for each in self.scopes) else scope
            return scope
        return None

    def _hold(self, name: str, old: Value | None, value: Value) -> None:
        if old is not None:
            for thing in old.reach:
                self.holders.get(thing, set()).discard(name)
                self.let_go.setdefault(thing, set()).add(name)
        for thing in value.reach:
            self.holders.setdefault(thing, set()).add(name)
        self.values[name] = value

    def know_libraries(self, modules: Iterable[str]) -> None:
        """Take modules for imported that the translation of IPython's syntax uses."""
        for module in modules:
            if module not in self.values:
                self._hold(module, None, Value("library", path=module))
                self.static.add(module)

    def forget(self, name: str) -> None:
        """`del name`."""
        if self.scopes:
            self.scopes[-1].names.pop(name, None)
            return
        self.facts.deletes.add(name)
        self.facts.binds.pop(name, None)
        self.bound.discard(name)
        old = self.values.pop(name, None)
        for thing in old.reach if old else ():
            self.holders.get(thing, set()).discard(name)

    # ------------------------------------------------------------ changes

    def change(
        self, value: Value, *, deep: bool = False, spared: frozenset[str] = frozenset()
    ) -> None:
        """What `value` is (or, deep, what it holds but the kinds spared) is changed in place."""
        self._hit(value.inside if deep else value.own, spared)

    def _hit(self, things: Collection[int], spared: frozenset[str]) -> None:
        for thing in self.columns.keys() & {abs(each) for each in things} if self.columns else ():
            del self.columns[thing]
        inside = [scope for scope in self.scopes if scope.function]
        for scope in inside:
            for thing in things:
                direct = thing > 0
                if scope.own and abs(thing) in scope.own.values():
                    thing, direct = scope.itself, True
                scope.hits[abs(thing)] = scope.hits.get(abs(thing), True) and direct
        if inside:
            return
        seen: dict[str, bool] = {}
        for thing in things:
            for name in self.holders.get(thing, ()):
                if self.values[name].kind in ("function", *spared):
                    continue
                direct = thing in self.values[name].own and thing > 0
                seen[name] = seen.get(name, False) or not direct
        for name in sorted(seen):
            self.facts.changes[name] = self.facts.changes.get(name, False) or seen[name]
        if len(seen) > 1:
            self.facts.touches.append(
                Touch(tuple((name, self.births.get(name, 0)) for name in sorted(seen)))
            )

    def note_augmented(self, value: Value) -> None:
        """A function uses `+=` on what may be a number, or may be changed in place by it."""
        for scope in self.scopes:
            if scope.function:
                scope.augments |= value.own

    def keep(self, things: frozenset[int], held: frozenset[int]) -> None:
        """From here on objects hold others: `rows.append(row)`, `owner.name = value`."""
        inside = [scope for scope in self.scopes if scope.function]
        for scope in inside:
            scope.keeps.append((things, held))
        if inside or not held:
            return
        named = frozenset(thing for thing in held if self.holders.get(thing))
        for thing in things if named else ():
            if not self.holders.get(thing):
                self.loose[thing] = self.loose.get(thing, NOTHING) | named
        for name in {name for thing in things for name in self.holders.get(thing, ())}:
            old = self.values[name]
            if old.kind not in UNKEEPING:
                self.values[name] = old._replace(members=old.members | held, each="")
                for thing in held:
                    self.holders.setdefault(thing, set()).add(name)

    def note_attribute(self, owner: Value, name: str, held: frozenset[int]) -> None:
        """A method stores something into an attribute of the object that it is called on."""
        for scope in self.scopes:
            if scope.itself and owner.own == {scope.itself}:
                scope.attributes[name] = scope.attributes.get(name, NOTHING) | held

    def own_attribute(self, owner: Value, name: str) -> Value | None:
        """An attribute that belongs to the object alone which a method is called on."""
        for scope in self.scopes:
            if name in scope.own and owner.own == {scope.itself}:
                return Value("", frozenset((scope.own[name],)))
        return None

    def effect(
        self, kind: str, what: str, call: ast.Call | None = None, path: str | None = None
    ) -> None:
        if kind == "writes" and path is not None:
            self.written[path] = None
        self.facts.effects.append(Effect(kind, what, call, path))

    # ------------------------------------------------------------ functions and classes

    def define(self, noun: Function | Class) -> None:
        """Remember a function or class of the notebook under its name."""
        self._closures.clear()
        other = self.history.get((self.statement, noun.name))
        if other is not None:  # defined in both branches of an `if`
            noun = replace(noun, reads=noun.reads | other.reads)
        self.history[self.statement, noun.name] = noun
        if isinstance(noun, Function):
            self.functions[noun.name] = noun
            self.bind(noun.name, Value("function", path=noun.name))
        else:
            self.classes[noun.name] = noun
            self.bind(noun.name, Value("class", path=noun.name))
        self.static.add(noun.name)

    def wrap(self, name: str, decorator: Function, changed: Collection[str]) -> None:
        """A decorator gives a function what it reads, and what its own inner function changes."""
        if isinstance(noun := self.noun(name), Function):
            free = {each: next(self.objects) for each in sorted(changed)} | noun.free
            hits = {free[each]: False for each in changed}
            reads, hits = noun.reads | decorator.reads, noun.hits | hits
            self._redefine(replace(noun, reads=reads, free=free, hits=hits))

    def complete(
        self, name: str, reads: frozenset[str], attribute: str, method: Function | None = None
    ) -> None:
        """Take the statement at hand, which reads those names, for a part of a definition above."""
        noun = self.noun(name)
        if noun is None:
            return
        if method and isinstance(noun, Class):
            noun = replace(noun, methods={**noun.methods, attribute: method})
        self._redefine(
            replace(
                noun,
                reads=noun.reads | reads,
                attributes=noun.attributes | {attribute},
                completed_by=(*noun.completed_by, self.statement),
            )
        )
        self.facts.completes = True

    def _redefine(self, noun: Function | Class) -> None:
        """What is known of a function or class from here on, which was defined above."""
        if isinstance(noun, Class):
            self.classes[noun.name] = noun
        else:
            self.functions[noun.name] = noun
        self.history[self.births[noun.name], noun.name] = noun
        self._closures.clear()

    def take_for_value(self, name: str) -> None:
        """A definition that does more than define, such as to fill a cache, makes a value."""
        noun = self.noun(name)
        read = {each: self.load(each, 0) for each in sorted(self.closure(name) - {name})}
        changed = noun.changed_outside if isinstance(noun, Function) else frozenset()
        held = (read[each].reach for each in changed & read.keys())
        self._hold(name, self.values.get(name), self.fresh("closure", NOTHING.union(*held)))
        self.static.discard(name)

    def bind_library(self, name: str, path: str) -> None:
        """An import gives a name to a library's thing."""
        self.bind(name, Value("library", path=path))
        if not self.scopes:
            self.static.add(name)

    def announce(self, noun: Class) -> None:
        """A class is about to be defined: its methods, as far as they are known, speak of it."""
        self._hold(noun.name, self.values.get(noun.name), Value("class", path=noun.name))
        self.classes[noun.name] = noun

    def closure(self, name: str) -> frozenset[str]:
        """Names that a function or class reads from module level, through what it calls too."""
        known = self._closures.get(name)
        if known is not None:
            return known
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            noun = self.noun(waiting.pop())
            new = (noun.reads - reached) if noun else ()
            reached.update(new)
            waiting.extend(new)
        self._closures[name] = frozenset(reached)
        return self._closures[name]

    def noun(self, name: str) -> Function | Class | None:
        """The function or class of the notebook that a name is."""
        value = self.values.get(name)
        if value is None:
            return None
        if value.kind == "function":
            return self.functions.get(value.path)
        return self.classes.get(value.path) if value.kind == "class" else None

    def attributes_of(self, noun: Function | Class) -> frozenset[str]:
        """Names that a function or a class, or a base of that, has for all."""
        bases = [self.classes[base] for base in getattr(noun, "bases", ()) if base in self.classes]
        return noun.attributes.union(*map(self.attributes_of, bases))

    def method(self, owner: str, name: str) -> Function | None:
        """Find a method of a notebook's class, by its bases too."""
        found = self.classes.get(owner)
        if found is None:
            return None
        if name in found.methods:
            return found.methods[name]
        return next((hit for base in found.bases if (hit := self.method(base, name))), None)

    def shared_by(self, name: str) -> frozenset[str]:
        """Attributes that a class, or a base of it, holds for all of its instances."""
        noun = self.classes.get(name)
        return noun.shared.union(*map(self.shared_by, noun.bases)) if noun else frozenset()

    def methods(self, kind: str, name: str) -> list[Function]:
        """The methods that a call may mean, where nobody knows what it is called on those of any class.

        Inside a function, and far down a chain of calls, it is only the first of these: all of them
        by all of them would never end. A call with known arguments follows them again.
        """
        if kind.startswith("instance:"):
            found = [self.method(kind.removeprefix("instance:"), name)]
        else:
            found = [] if kind else [each.methods.get(name) for each in self.classes.values()]
        known = [each for each in found if each is not None]
        far = len(self.applying) > 1 or any(scope.function for scope in self.scopes)
        return known[:1] if far else known

    def is_itself(self, value: Value) -> bool:
        """Whether it is the object that the method at hand is called on."""
        return any(scope.itself and value.own == {scope.itself} for scope in self.scopes)

    @contextmanager
    def scope(self, *, function: bool, of_class: bool = False) -> Iterator[Scope]:
        """Walk inside a function, class body or comprehension."""
        new = Scope(function, of_class)
        self.scopes.append(new)
        try:
            yield new
        finally:
            self.scopes.pop()

    @contextmanager
    def maybe(self) -> Iterator[None]:
        """Walk a branch that may not run."""
        self.conditional += 1
        try:
            yield
        finally:
            self.conditional -= 1
