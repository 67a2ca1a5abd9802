"""Where the processes keep what they need while they run."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.processes.errors import CannotStart
from assistant.settings import PROJECT, Settings

# sun_path of unix(7) holds 108 bytes; supervisord first binds a name that is longer by its process id.
LONGEST_SOCKET = 90


@dataclass(frozen=True, slots=True)
class RasaProject:
    """The folder `nlu`, with the environment of its own."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / "bin" / "python"

    @property
    def models(self) -> Path:
        return self.folder / "models"


RASA_PROJECT = RasaProject(PROJECT / "nlu")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one set of processes. Two sets need two `run` folders."""

    run: Path
    logs: Path

    @classmethod
    def of(cls, settings: Settings) -> Places:
        """The folders below data_dir, made for their owner alone. Raises CannotStart when that is refused."""
        places = cls(run=settings.data_dir / "run", logs=settings.data_dir / "logs")
        try:
            for folder in (places.run, places.logs):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise CannotStart(
                f"{error.filename} cannot be made ({error.strerror}): "
                "set BANGBAN_DATA_DIR to a folder you own."
            ) from error
        return places

    @property
    def configuration(self) -> Path:
        return self.run / "supervisor.conf"

    @property
    def pid_file(self) -> Path:
        return self.run / "supervisor.pid"

    @property
    def supervisor_log(self) -> Path:
        return self.logs / "supervisor.log"

    @property
    def socket(self) -> Path:
        socket = self.run / "supervisor.sock"
        if len(os.fsencode(socket)) <= LONGEST_SOCKET:
            return socket
        name = hashlib.sha256(os.fsencode(self.run)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"bangban-{os.getuid()}-{name}.sock"

    @property
    def model(self) -> Path:
        """A link to the model with which Rasa is started, and started again after a crash."""
        return self.run / "model.tar.gz"

    def point_to(self, model: Path) -> Path:
        """Put the link to `model`, at once for whoever reads it; return the link."""
        partial = self.run / f".model-{os.getpid()}.partial"
        partial.unlink(missing_ok=True)
        partial.symlink_to(model.resolve())
        partial.replace(self.model)
        return self.model

    def log(self, program: str) -> Path:
        return self.logs / f"{program}.log"
