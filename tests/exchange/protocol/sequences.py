"""The 65 sequences of the public conformity suite (dsp-tck 1.0.1), in a notation of our own.

A step is who (c the consumer, p the provider) and what. "!" marks the last message of some sequences, which is illegal
and must be refused. The suite's own names are kept.
"""

# name -> steps; the first step of every negotiation and transfer is the consumer's request
PROVIDER_NEGOTIATIONS = {
    "CN:01-01": "c request, p offer, c terminate",
    "CN:01-02": "c request, p offer, c counter, p terminate",
    "CN:01-03": "c request, p offer, c accept, p agree, c verify, p finalize",
    "CN:01-04": "c request, p agree, c verify, p finalize",
    "CN:02-01": "c request, p terminate",
    "CN:02-02": "c request, c terminate",
    "CN:02-03": "c request, p agree, c terminate",
    "CN:02-04": "c request, p offer, c terminate",
    "CN:02-05": "c request, p offer, p terminate",
    "CN:02-06": "c request, p offer, c accept, p terminate",
    "CN:02-07": "c request, p agree, c verify, p terminate",
    "CN:03-01": "c request, p agree, c verify, p finalize, c terminate!",
    "CN:03-02": "c request, p offer, c verify!",
    "CN:03-03": "c request, p offer, c accept, c verify!",
    "CN:03-04": "c request, p offer, c counter, c counter!",
}
CONSUMER_NEGOTIATIONS = {
    "CN_C:01-01": "c request, p offer, c accept, p agree, c verify, p finalize",
    "CN_C:01-02": "c request, p offer, c counter, p terminate",
    "CN_C:01-03": "c request, p offer, c terminate",
    "CN_C:01-04": "c request, p agree, c verify, p finalize",
    "CN_C:02-01": "c request, p terminate",
    "CN_C:02-02": "c request, c terminate",
    "CN_C:02-03": "c request, p agree, c terminate",
    "CN_C:02-04": "c request, p offer, p terminate",
    "CN_C:02-05": "c request, p offer, c accept, p terminate",
    "CN_C:02-06": "c request, p agree, c verify, p terminate",
    "CN_C:03-01": "c request, p finalize!",
    "CN_C:03-02": "c request, p offer, p agree!",
    "CN_C:03-03": "c request, p offer, p finalize!",
    "CN_C:03-04": "c request, p offer, c accept, p finalize!",
    "CN_C:03-05": "c request, p offer, c accept, p offer!",
    "CN_C:03-06": "c request, p offer, c accept, p agree, p finalize!",
}
_PROVIDER_ENDS = {
    "01-01": "c request, p start, p terminate",
    "01-02": "c request, p start, p complete",
    "01-03": "c request, p start, p suspend, p terminate",
    "01-04": "c request, p start, p suspend, p start, p complete",
    "01-05": "c request, p terminate",
}
_CONSUMER_ENDS = {
    "02-01": "c request, p start, c terminate",
    "02-02": "c request, p start, c complete",
    "02-03": "c request, p start, c suspend, c terminate",
    "02-05": "c request, c terminate",
}
_ILLEGAL = {
    "03-01": "c request, {} complete!",
    "03-02": "c request, {} suspend!",
    "03-03": "c request, p start, {} suspend, {} complete!",
    "03-04": "c request, p start, {} terminate, {} start!",
    "03-05": "c request, p start, {} terminate, {} suspend!",
    "03-06": "c request, p start, {} terminate, {} complete!",
}
PROVIDER_TRANSFERS = {
    f"TP:{key}": steps
    for key, steps in (
        _PROVIDER_ENDS | _CONSUMER_ENDS | {k: v.format(*["c"] * 2) for k, v in _ILLEGAL.items()}
    ).items()
}
CONSUMER_TRANSFERS = {
    f"TP_C:{key}": steps
    for key, steps in (
        _PROVIDER_ENDS | _CONSUMER_ENDS | {k: v.format(*["p"] * 2) for k, v in _ILLEGAL.items()}
    ).items()
}


def steps_of(text: str) -> list[tuple[str, str, bool]]:
    """Who, what, and whether it is illegal."""
    found = []
    for part in text.split(", "):
        who, what = part.split(" ")
        found.append((who, what.rstrip("!"), what.endswith("!")))
    return found
