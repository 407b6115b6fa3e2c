"""The notation of BPMN 2.0."""
