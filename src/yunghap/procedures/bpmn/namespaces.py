"""Namespaces of BPMN 2.0 (OMG formal/2011-01-03, 15.3) and of what tools add to it."""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# Attributes and elements of our own; a name, not an address.
YUNGHAP = "urn:yunghap:bpmn:1"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
OPERATON = "http://operaton.org/schema/1.0/bpmn"
FLOWABLE = "http://flowable.org/bpmn"
ACTIVITI = "http://activiti.org/bpmn"
NAME_EN = "name_en"  # attribute of ours beside `name`
# Where we look for a setting, the first that has it wins.
SETTINGS = (YUNGHAP, CAMUNDA, OPERATON, FLOWABLE, ACTIVITI)
