"""Why each node will run or will not, told before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..pipeline.nodes import Node
from ..planning.preparing import Prepared
from ..planning.steps import Step
from .memo import Memo, Recipe
from .store import Store

Verdict = Literal["runs", "may run", "cached"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What is going to happen to a node, and why."""

    node: str
    verdict: Verdict
    why: str


def explain(
    prepared: Prepared, memo: Memo, store: Store, forced: Iterable[str] = ()
) -> list[Reason]:
    """A reason for every node, in order; looks at code, inputs and store, and runs nothing."""
    forced = frozenset(forced)
    makers: dict[str, str] = {}
    return [_reason(step, prepared.kept, memo, store, forced, makers) for step in prepared.steps]


def _reason(
    step: Step,
    kept: frozenset[str],
    memo: Memo,
    store: Store,
    forced: frozenset[str],
    makers: dict[str, str],
) -> Reason:
    """The reason for one node; notes in `makers` what is going to be made anew."""
    node = step.node
    anew = [name for name in node.inputs if name in makers]
    if not anew and memo.recall(step, step.needed(kept)):
        return Reason(node.name, "cached", "nothing that it depends on changed")
    makers.update(dict.fromkeys(node.outputs, node.name))
    certain = _certain(node, forced)
    if certain:
        return Reason(node.name, "runs", certain)
    if anew:
        return Reason(node.name, "may run", f"{makers[anew[0]]} makes {anew[0]} anew")
    return Reason(node.name, "runs", _change(memo.recipe(step), store.parts_of(node.name)))


def _certain(node: Node, forced: frozenset[str]) -> str | None:
    if node.name in forced:
        return "it is forced to"
    return None if node.cache else "it is not to be cached"


def _change(recipe: Recipe | None, before: Mapping[str, Any] | None) -> str:
    if recipe is None:
        return "what it reads can only be known by loading it"
    if before is None:
        return "it never ran to its end"
    now = recipe.parts()
    code, inputs = (_changed(before[part], now[part]) for part in ("code", "inputs"))
    if code:
        return f"its code changed: {_listed([name.replace(':', '.') for name in code])}"
    if inputs:
        return f"its input changed: {_listed(inputs)}"
    if before["settings"] != _plain(now["settings"]):
        return "its outputs, its version, or how they are stored changed"
    return "what it made was changed, removed or not worth keeping"


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
