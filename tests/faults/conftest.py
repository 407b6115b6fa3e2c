from tests.installation import _migrated, database_server, installation

__all__ = ["_migrated", "database_server", "installation"]
