"""The identity module; see service.py for what other modules may use."""
