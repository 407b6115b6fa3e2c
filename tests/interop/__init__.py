"""Against a connector that is not ours: Eclipse EDC, from its published artefacts; run by bin/interop."""
