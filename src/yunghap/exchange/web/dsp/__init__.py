"""Endpoints of the Dataspace Protocol, one set for each of our participants."""
