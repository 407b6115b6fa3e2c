from tests.installation import _migrated, database_server, empty, installation

__all__ = ["_migrated", "database_server", "empty", "installation"]
