"""Annotations, associations, groups."""

from yunghap.procedures.bpmn.model import Association, Group, TextAnnotation

from .context import Context, Node, child, local, text

ARTIFACTS = frozenset({"textAnnotation", "association", "group"})


class Artifacts:
    """Gathers the artifacts of a process, sub-process or collaboration."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.annotations: list[TextAnnotation] = []
        self.associations: list[Association] = []
        self.groups: list[Group] = []

    def read(self, node: Node) -> None:
        """One artifact."""
        context = self._context
        match local(node):
            case "textAnnotation":
                self.annotations.append(
                    TextAnnotation(
                        **context.base(node, frozenset({"text"})),
                        text=text(child(node, "text")),
                        format=node.get("textFormat", "text/plain"),
                    )
                )
            case "association":
                self.associations.append(
                    Association(
                        **context.base(node),
                        source=context.reference(node, node.get("sourceRef")),
                        target=context.reference(node, node.get("targetRef")),
                        direction=node.get("associationDirection", "None"),
                    )
                )
            case _:
                value = context.reference(node, node.get("categoryValueRef"))
                common = context.base(node)
                target = context.ids.get(value)
                if target is not None:
                    common["name"] = target.get("value", "") or common["name"]
                self.groups.append(Group(**common, category_value=value))
