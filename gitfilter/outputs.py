"""Which outputs of a cell stay, where a cell, a notebook or a project keeps some."""

from __future__ import annotations

from . import scan
from .scan import Span
from .settings import Settings
from .stripping import without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .stripping import Edit


def kept_edits(
    text: str, outputs: Span, settings: Settings, *, judged: bool, keep: bool
) -> list[Edit]:
    """Edits of an `outputs` list of which some stay: others go, and counts become null."""
    if not isinstance(outputs.read, list):
        return []
    gone = set()
    found: list[Edit] = []
    for index, output in enumerate(outputs.read):
        inner = _output_edits(text, output, settings, judged=judged, keep=keep)
        if inner is None:
            gone.add(index)
        else:
            found += inner
    if len(gone) == len(outputs.read):
        return [(outputs.value, outputs.end, "[]")]
    return sorted(found + without(outputs.read, gone))


def _output_edits(
    text: str, output: Span, settings: Settings, *, judged: bool, keep: bool
) -> list[Edit] | None:
    """Edits of one output, or None where it goes."""
    if text[output.value] != "{":
        return None if judged else []
    spans, _ = scan.members(text, output.value, {"output_type": scan.read_value}, scan.skip)
    found = []
    if judged:
        if not _fits(output, settings):
            return None
        if settings.keep_output_types and not keep:
            chosen = _chosen_media(text, spans, settings.keep_output_types)
            if chosen is None:
                return None
            found += chosen
    if not settings.keep_count:
        found += [(m.value, m.end, "null") for m in spans if _is_count(text, m)]
    return sorted(found)


def _fits(output: Span, settings: Settings) -> bool:
    return settings.max_size is None or output.end - output.value <= settings.max_size


def _is_count(text: str, member: Span) -> bool:
    return member.key == "execution_count" and not text.startswith("null", member.value)


def _chosen_media(text: str, spans: list[Span], kinds: tuple[str, ...]) -> list[Edit] | None:
    """Edits that leave the media types asked for, or None where the output has none of them."""
    if any(m.key == "output_type" and m.read in kinds for m in spans):
        return []
    for member in spans:
        if member.key == "data" and text[member.value] == "{":
            media, _ = scan.members(text, member.value, {}, scan.skip)
            gone = {i for i, medium in enumerate(media) if not _matches(medium.key, kinds)}
            return None if len(gone) == len(media) else without(media, gone)
    return None


def _matches(media_type: str, kinds: tuple[str, ...]) -> bool:
    """Whether a media type is asked for, by its name or as one of `image/*`."""
    return media_type in kinds or f"{media_type.partition('/')[0]}/*" in kinds
