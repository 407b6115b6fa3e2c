"""The connector in a process of its own: the protocol between participants, without pages, sessions and languages."""
