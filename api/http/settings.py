"""Settings of the server, from arguments or PLANGRAPH_… environment variables, checked before anything is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
WILDCARD = frozenset({"0.0.0.0", "::", "[::]", ""})  # noqa: S104 - recognised, never the default

Words = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """What a person can set. Lists are comma-separated in the environment."""

    model_config = SettingsConfigDict(env_prefix="PLANGRAPH_", extra="ignore", frozen=True)

    store: str = Field(
        default="plangraph.kgl", description="file of the embedded store, or a bolt:// or neo4j:// address"
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="port to listen on")
    root_path: str = Field(default="", description="path under which a proxy serves the application, as /plans")
    base: str = Field(default="https://example.org/plangraph", description="address that IRIs in RDF begin with")
    allowed_hosts: Words = Field(
        default=(), description="Host headers accepted; empty: this machine's, or the one bound to"
    )
    cors_origins: Words = Field(default=(), description="origins whose scripts may read the API; * for all")
    token: SecretStr | None = Field(default=None, description="bearer token that every request must carry")
    rate_limit: float = Field(
        default=0.0, ge=0, description="requests a second that one client may make; 0 for no limit"
    )
    rate_burst: int = Field(
        default=50, ge=1, description="requests that a client may make at once before the limit counts"
    )
    query_timeout: float = Field(default=10.0, gt=0, le=300, description="seconds that a catalogue query may take")
    poll_seconds: float = Field(
        default=0.5, gt=0, le=60, description="seconds between looks at the store for a new load"
    )
    cache_megabytes: int = Field(
        default=32, ge=0, le=4096, description="memory for finished answers of the current version"
    )
    sources: Path | None = Field(
        default=None, description="folder of the files that were loaded; their pages are shown beside the text"
    )
    changes: Path | None = Field(
        default=None,
        description="file that remembers what loads changed, for the feed; beside the store, or for a server in the "
        "user's data folder, when empty",
    )
    max_connections: int = Field(default=500, ge=1, description="connections held at once; more are closed at once")
    head_seconds: float = Field(default=10.0, gt=0, description="seconds that the head of a request may take to come")
    license: str | None = Field(default=None, description="IRI of the licence that RDF exports state")
    publisher: str | None = Field(default=None, description="name of the publisher that RDF exports state")
    contact: str | None = Field(default=None, description="mail address or page to write to, in RDF exports")
    sparql: bool = Field(default=False, description="whether /sparql answers read-only queries")
    log_level: str = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="least level that is logged"
    )

    @field_validator("allowed_hosts", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @field_validator("sources", mode="after")
    @classmethod
    def _a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"{value} is no folder")
        return value

    @field_validator("root_path", mode="after")
    @classmethod
    def _rooted(cls, value: str) -> str:
        trimmed = value.strip("/")
        return f"/{trimmed}" if trimmed else ""

    @property
    def hosts(self) -> frozenset[str] | None:
        """Host names that a request may ask for, lower case; None when any will do."""
        if self.allowed_hosts:
            return None if "*" in self.allowed_hosts else frozenset(host.lower() for host in self.allowed_hosts)
        return None if self.host in WILDCARD else frozenset({*LOOPBACK, self.host.lower()})
