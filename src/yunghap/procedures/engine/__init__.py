"""What happens in a running procedure, as pure functions: no database, no clock, no Django application.

`step` takes a program, a state and an action and gives the events that follow and the state after them; `evolve`
applies events to a state, so that the journal of an instance rebuilds it. Runtime, simulation and replay share both.
"""
