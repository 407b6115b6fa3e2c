"""Settings, addresses and commands: the only place that knows every module."""
