from tests.installation import _migrated, empty, installation

__all__ = ["_migrated", "empty", "installation"]
