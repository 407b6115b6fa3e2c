"""The catalogue as CKAN's Action API offers it, to read: for the clients and harvesters that speak it."""
