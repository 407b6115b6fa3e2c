"""The toolbox below every module: its files are imported by name (there is no service.py)."""
