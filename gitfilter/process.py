"""Git's long-running filter process, version 2: one start for all files of a git command."""

from __future__ import annotations

from .clean import clean
from .errors import GitFilterError, InvalidNotebookError
from .lookup import Lookup
from .packets import EndOfInputError, Packets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .clean import Note
    from .restore import OutputStore
    from .settings import Settings


def serve(packets: Packets, note: Note) -> None:
    """Clean and smudge what git sends, until git closes the pipe."""
    try:
        _greet(packets)
        worker = _Worker(note)
        while True:
            _answer(packets, worker)
    except EndOfInputError:
        return


def _greet(packets: Packets) -> None:
    packets.read_list()
    packets.write_list("git-filter-server", "version=2")
    packets.read_list()
    packets.write_list("capability=clean", "capability=smudge")


def _answer(packets: Packets, worker: _Worker) -> None:
    request = {
        name: value for name, _, value in (line.partition("=") for line in packets.read_list())
    }
    text = packets.read_text()
    try:
        answer = worker.convert(request["command"], request["pathname"], text)
    except GitFilterError as error:
        worker.note(f"{error.message}\n  help: {error.cure}")
        packets.write_list("status=error")
        return
    packets.write_list("status=success")
    packets.write_text(answer)
    packets.write_list()


class _Worker:
    """What lasts from file to file: the settings of folders, and the outputs to put back."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self._lookup = Lookup()

    def convert(self, command: str, path: str, text: str) -> str:
        settings = self._lookup.settings_for(path)
        if command == "clean":
            cleaned = clean(text, path, settings, self.note)
            if settings.restore_outputs and cleaned is not text:
                self._remember(path, text, cleaned, settings)
            return cleaned
        return self._put_back(path, text, settings) if settings.restore_outputs else text

    def _remember(self, path: str, text: str, cleaned: str, settings: Settings) -> None:
        from .restore import cells_to_remember

        if store := self._store():
            try:
                store.save(path, cells_to_remember(text, cleaned, settings))
            except OSError as error:
                self.note(f"{path}: its outputs could not be remembered ({error})")

    def _put_back(self, path: str, text: str, settings: Settings) -> str:
        """The text with its last outputs, if cleaning that gives the text again."""
        from .restore import put_back

        remembered = store.load(path) if (store := self._store()) else {}
        if not remembered:
            return text
        try:
            restored = put_back(text, remembered)
            return restored if clean(restored, path, settings, self.note) == text else text
        except InvalidNotebookError:
            return text

    def _store(self) -> OutputStore | None:
        from .repository import OWN, common_git_dir
        from .restore import OutputStore

        git_dir = common_git_dir()
        return OutputStore(f"{git_dir}/{OWN}/outputs") if git_dir else None
