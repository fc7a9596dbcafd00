"""`nb2pipe strip`: outputs out of notebooks, for CI, editors and scripts."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--dry-run", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--stdin", "piped", is_flag=True, help="Strip standard input to standard output.")
@click.pass_context
def command(
    context: click.Context, files: tuple[Path, ...], check: bool, dry_run: bool, piped: bool
) -> None:
    """Take outputs, execution counts and volatile metadata out of FILES, and nothing else."""
    if piped == bool(files):
        raise click.UsageError("Name files, or use --stdin.")
    if piped:
        changed = _strip_stdin(write=not (check or dry_run))
    else:
        changed = _strip_files(files, write=not (check or dry_run))
    if check and changed:
        context.exit(1)


def _strip_files(files: tuple[Path, ...], *, write: bool) -> bool:
    """Strip each file in place; whether any changes. A broken file stops none of the others."""
    from nb2pipe.gitfilter.copies import replace
    from nb2pipe.gitfilter.errors import GitFilterError

    changed = False
    failed: GitFilterError | None = None
    for path in files:
        try:
            data, stripped = _stripped(path)
        except GitFilterError as error:
            _note(f"{error.message}\n  help: {error.cure}")
            failed = error
            continue
        if stripped != data:
            changed = True
            click.echo(f"{'stripped' if write else 'would strip'} {path}", err=True)
            if write:
                replace(path.resolve(), stripped)
    if failed:
        sys.exit(failed.exit_status)
    return changed


def _stripped(path: Path) -> tuple[bytes, bytes]:
    """A file's bytes, and what they are once stripped."""
    from nb2pipe.gitfilter.clean import clean
    from nb2pipe.gitfilter.lookup import Lookup

    data = path.read_bytes()
    settings = Lookup().settings_for(path.resolve().as_posix())
    return data, clean(data.decode("latin-1"), str(path), settings, _note).encode("latin-1")


def _strip_stdin(*, write: bool) -> bool:
    from nb2pipe.gitfilter.clean import clean
    from nb2pipe.gitfilter.lookup import Lookup

    text = sys.stdin.buffer.read().decode("latin-1")
    here = Path("stdin").absolute().as_posix()
    stripped = clean(text, "<stdin>", Lookup().settings_for(here), _note)
    if write:
        sys.stdout.buffer.write(stripped.encode("latin-1"))
    return stripped != text


def _note(message: str) -> None:
    click.echo(message, err=True)
