"""The text of neo4j.conf for a local server."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from graph.server.home import ANY_ADDRESS


def configuration(
    *, host: str, bolt_port: int, http_port: int, auth: bool, page_cache: str, post_connect: str,
    extra: Mapping[str, str] | None = None, escaped: bool = False,
) -> str:  # fmt: skip
    """neo4j.conf: listens at ``host`` only, reports nothing home, lets Browser fetch our guide and style.

    ``post_connect`` is what Browser runs once it is connected; ``extra`` settings are added or win.
    With ``escaped`` it is ASCII, other characters as escapes: 5.26 reads the file as Latin-1, later versions as UTF-8.
    """
    address = f"[{host}]" if ":" in host else host
    settings = {
        "server.default_listen_address": host,
        "server.bolt.listen_address": f"{address}:{bolt_port}",
        "server.http.listen_address": f"{address}:{http_port}",
        "server.default_advertised_address": socket.getfqdn() if host in ANY_ADDRESS else address,
        "server.bolt.advertised_address": f":{bolt_port}",
        "server.http.advertised_address": f":{http_port}",
        "server.https.enabled": "false",
        "dbms.security.auth_enabled": str(auth).lower(),
        # LOAD CSV reads neither files nor addresses.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # Of the procedures in the folder of plugins, those that tell the schema; they read the database's own counts.
        "dbms.security.procedures.allowlist": "apoc.meta.*",
        "dbms.security.procedures.unrestricted": "apoc.meta.*",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "server.memory.pagecache.size": page_cache,
        "browser.remote_content_hostname_whitelist": "127.0.0.1,localhost",
    }
    if post_connect:
        settings["browser.post_connect_cmd"] = post_connect
    settings.update(extra or {})
    text = "".join(f"{key}={value}\n" for key, value in settings.items())
    return "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text) if escaped else text
