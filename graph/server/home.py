"""Where a local server lives on disk, and what is known of it there: state, password, logs."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import StoreError
from graph.own_files import data_folder, put_private
from graph.server.editions import EDITIONS, Edition
from graph.server.processes import ProcessMark

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


@dataclass(frozen=True, slots=True)
class State:
    """A server that was started: its version, addresses, and the processes that are it."""

    version: str
    host: str
    bolt_port: int
    http_port: int
    assets_port: int
    auth: bool
    server: ProcessMark
    assets: ProcessMark | None

    @property
    def near(self) -> str:
        """The host as this machine reaches it."""
        host = "127.0.0.1" if self.host in ANY_ADDRESS else self.host
        return f"[{host}]" if ":" in host else host

    @property
    def bolt(self) -> str:
        """The address for ``--store``."""
        return f"bolt://{self.near}:{self.bolt_port}"

    @property
    def http(self) -> str:
        """The address of the HTTP port."""
        return f"http://{self.near}:{self.http_port}"

    @property
    def assets_address(self) -> str:
        """Where guide, style and saved queries are served; always on this machine alone."""
        return f"http://127.0.0.1:{self.assets_port}"

    @property
    def browser(self) -> str:
        """Neo4j Browser, connected at once when there is no password, else with server and user filled in."""
        if not self.auth:
            return f"{self.http}/browser/?preselectAuthMethod=NO_AUTH"
        return f"{self.http}/browser/?connectURL=bolt://neo4j@{self.near}:{self.bolt_port}"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one edition's server. Nothing in it is read by others."""

    edition: Edition
    path: Path

    @classmethod
    def of(cls, edition: Edition) -> Home:
        """The home of ``edition`` under the user's data folder."""
        return cls(edition, data_folder() / "neo4j" / edition.name)

    @property
    def conf(self) -> Path:
        """The folder that holds neo4j.conf."""
        return self.path / "conf"

    @property
    def logs(self) -> Path:
        """The folder of the logs; console.log holds what the server printed."""
        return self.path / "logs"

    @property
    def assets(self) -> Path:
        """The folder whose files Browser may fetch: guide, style, saved queries."""
        return self.path / "assets"

    @property
    def plugins(self) -> Path:
        """The folder that the server loads procedures from."""
        return self.path / "plugins"

    @property
    def connected(self) -> Path:
        """The file that says what Browser runs once it is connected, with ASSETS for where the assets are served."""
        return self.assets / "connected.txt"

    @property
    def password_file(self) -> Path:
        """The file that holds the generated password; only its user may read it."""
        return self.path / "password"

    @property
    def database(self) -> Path:
        """The folder of the database that all of this is about."""
        return self.path / "data" / "databases" / "neo4j"

    @property
    def lock(self) -> Path:
        """The lock file that makes two starts at once one start."""
        return self.path / "start.lock"

    def make(self) -> None:
        """Makes the folders, readable for their user alone; raises StoreError when that can't be done."""
        try:
            for folder in (self.path, self.conf, self.logs, self.assets, self.plugins, self.path / "import"):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(
                f"{self.path}: can't be made ({error.strerror}); set PLANGRAPH_HOME to a folder that you may write"
            ) from error

    def password(self) -> str | None:
        """The password, or None when none was generated yet."""
        try:
            return self.password_file.read_text("ascii").strip()
        except FileNotFoundError:
            return None

    def new_password(self) -> str:
        """Generates and keeps a password; the file is never readable for others, not even for a moment."""
        password = secrets.token_hex(12)
        put_private(self.password_file, password + "\n")
        return password

    def write_state(self, state: State) -> None:
        """Keeps what was started."""
        partial = self.path / "state.json.partial"
        partial.write_text(json.dumps(asdict(state), indent=1) + "\n", "utf-8")
        partial.replace(self.path / "state.json")

    def drop_state(self) -> None:
        """Forgets what was started."""
        (self.path / "state.json").unlink(missing_ok=True)

    def read_state(self) -> State | None:
        """What was started last and not stopped, alive or not; None when there is nothing."""
        try:
            raw = json.loads((self.path / "state.json").read_text("utf-8"))
            assets = raw["assets"] and ProcessMark(**raw["assets"])
            return State(**{**raw, "server": ProcessMark(**raw["server"]), "assets": assets})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):  # cut off or of an older version: as if there were none
            return None


def credentials_of(address: str) -> tuple[str, str] | None:
    """(user, password) when ``address`` is that of a server which ``plangraph neo4j start`` started here."""
    parts = urlsplit(address)
    for edition in EDITIONS.values():
        home = Home.of(edition)
        state = home.read_state()
        if state is None or not state.auth or parts.port not in {state.bolt_port, None}:
            continue
        ours = parts.hostname in LOOPBACK or parts.hostname == state.host
        if ours and (parts.port or 7687) == state.bolt_port and (password := home.password()):
            return "neo4j", password
    return None
