"""Two installations of ours as each other's other side, over loopback."""
