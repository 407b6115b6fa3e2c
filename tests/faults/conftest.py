from tests.installation import _migrated, installation

__all__ = ["_migrated", "installation"]
