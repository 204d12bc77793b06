"""``python -m api.cli`` is the same command as ``plangraph``."""

from api.cli import main

main()
