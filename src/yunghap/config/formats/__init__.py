"""How days and moments are written on pages; what is not named here is Django's. `{{ day|date }}` uses it."""
