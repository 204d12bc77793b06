"""The HTTP API: typed answers for programs. ``app.create_app(settings)`` makes the whole application."""
