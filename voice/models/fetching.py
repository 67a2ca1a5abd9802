"""Getting models: the sources of each in their order, until one gives it whole."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from voice.models import addresses, packages, receipts
from voice.models.errors import CannotPlace, ModelError, Unobtainable
from voice.models.files import demand_space, megabytes, sha256_of, writing
from voice.models.manifest import Download, Kind, Model, Source
from voice.models.placing import Stage, cleared, swap
from voice.models.progress import Progresses
from voice.models.receipts import Receipt
from voice.models.states import Condition, state_of

WORKSHOP = ".fetching"
Obtain = Callable[[Download], Path]


class Fetcher:
    """Gets models into the folder `models`; one at a time on a machine."""

    def __init__(
        self, models: Path, progresses: Progresses, *, free: Callable[[], int] | None = None
    ) -> None:
        self._models = models
        self._workshop = models / WORKSHOP
        self._progresses = progresses
        self._unreachable: dict[str, str] = {}
        self._free = free

    def fetch(self, model: Model, *, given: Path | None = None, again: bool = False) -> bool:
        """Put `model` in its place, from `given` or from its sources; False when it was there already.

        Raises ModelError with what every source said.
        """
        if given is None and not again and self._is_there(model):
            return False
        with self._alone():
            # Another command may have got it while this one waited.
            if given is None and not again and self._is_there(model):
                return False
            if given is not None:
                self._from_given(model, given)
            else:
                self._from_sources(model)
        return True

    def _is_there(self, model: Model) -> bool:
        return state_of(self._models, model).condition is Condition.THERE

    def _from_sources(self, model: Model) -> None:
        said = []
        for source in model.sources:
            self._progresses.say(f"{model.name}: {megabytes(source.size)} from {source.name}")
            try:
                self._from_source(model, source, self._obtain)
            except (Unobtainable, CannotPlace) as error:
                said.append(f"{error}")
                self._progresses.say(f"  {error}")
            else:
                return
        raise ModelError(
            f"{model.name} could not be got. {' '.join(dict.fromkeys(said))} With the file at hand: "
            f"bangban models fetch {model.name} --from FILE"
        )

    def _from_given(self, model: Model, given: Path) -> None:
        if not given.exists():
            raise ModelError(f"{given} does not exist.")
        for source in model.sources:
            files = {download: _found(given, download) for download in source.downloads}
            here = {download: file for download, file in files.items() if file is not None}
            if len(here) == len(files):
                self._from_source(model, source, here.__getitem__)
                return
            if here:
                lacks = ", ".join(download.label for download in files if download not in here)
                raise ModelError(f"{given} lacks {lacks}.")
        self._demand_space(model, 0)
        stage = self._stage(model)
        stage.copy(given)
        self._place(model, stage, Source(str(given.name), (), {}), "by hand")

    def _from_source(self, model: Model, source: Source, obtain: Obtain) -> None:
        self._demand_space(model, source.size)
        # Of packages, no file is unpacked before all of them are here: the last may be unobtainable.
        files = [(download, obtain(download)) for download in source.downloads]
        stage = self._stage(model)
        whole = all(download.sha256 for download in source.downloads)
        try:
            for download, file in files:
                stage.take(file, download.takes)
            self._place(model, stage, source, "sha256" if whole else "size")
        except CannotPlace:
            # Without a checksum a damaged archive is noticed only here; it must not be found again.
            self._throw_away(file for _, file in files)
            raise
        self._throw_away(file for _, file in files)

    def _throw_away(self, files: Iterable[Path]) -> None:
        """What came; not what a person gave."""
        for file in files:
            if file.parent == self._workshop:
                file.unlink(missing_ok=True)

    def _place(self, model: Model, stage: Stage, source: Source, checked: str) -> None:
        fingerprint = source.fingerprint if source.downloads else ""

        def receipt() -> Receipt:
            files = receipts.counted(stage.folder)
            return Receipt(model.name, source.name, fingerprint, checked, files)

        mended = stage.finish(source.files, receipt)
        swap(stage.folder, self._models / model.folder)
        self._progresses.say(f"{model.name}: is in {self._models / model.folder}")
        for sentence in mended:
            self._progresses.say(f"  changed {sentence}")
        if checked == "size":
            self._progresses.say("  Only its size could be compared: no checksum of it is known.")
        elif checked == "by hand":
            self._progresses.say("  Nobody compared its checksum: none is known of what you gave.")

    def _obtain(self, download: Download) -> Path:
        if download.host in self._unreachable:
            raise Unobtainable(self._unreachable[download.host])
        bar = self._progresses.bar(download.label, download.size)
        try:
            if download.kind is Kind.ADDRESS:
                return addresses.fetch(download, self._workshop, bar)
            return packages.fetch(download, self._workshop)
        except Unobtainable as error:
            if error.host:
                self._unreachable[error.host] = str(error)
            raise
        finally:
            self._progresses.done(bar)

    def _stage(self, model: Model) -> Stage:
        folder = self._workshop / f"{model.name}.stage"
        cleared(folder)
        with writing(model.name, self._workshop):
            folder.mkdir()
        return Stage(folder, model)

    def _demand_space(self, model: Model, to_come: int) -> None:
        here = sum(path.stat().st_size for path in self._workshop.iterdir() if path.is_file())
        free = self._free() if self._free else None
        demand_space(self._workshop, max(to_come - here, 0) + model.installed_size, model.name, free=free)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other command gets models into the same folder. Raises CannotWrite."""
        with writing("What comes", self._models):
            self._workshop.mkdir(parents=True, exist_ok=True)
            lock = (self._workshop / "lock").open("w", encoding="ascii")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._progresses.say("Waiting for another command that gets models.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _found(given: Path, download: Download) -> Path | None:
    """The file of a download where a person put it: itself, or in a folder. Told by its checksum."""
    choices = sorted(given.iterdir()) if given.is_dir() else [given]
    for choice in choices:
        if choice.is_file() and choice.stat().st_size == download.size and _is(choice, download):
            return choice
    return None


def _is(choice: Path, download: Download) -> bool:
    if download.sha256 is None:
        return choice.name == download.file_name
    return sha256_of(choice) == download.sha256
