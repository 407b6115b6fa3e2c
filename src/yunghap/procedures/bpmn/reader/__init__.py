"""Reads BPMN 2.0 files."""
