"""Django's backend for SQLite, with the writers of one process in a queue."""
