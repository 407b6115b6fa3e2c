"""Policies of contracts (ODRL 2.2 as the Dataspace Protocol uses it): read, judge, explain, write."""
