"""DMN files for tests, written from small tables."""

from xml.sax.saxutils import escape, quoteattr

from yunghap.procedures.dmn import read_dmn

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(*elements, namespace=NAMESPACE):
    return f'<definitions xmlns="{namespace}" name="rules">{"".join(elements)}</definitions>'.encode()


def text(tag, content, **attributes):
    given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{given}><text>{escape(content)}</text></{tag}>"


def column(spec):
    """`expression:type` with `|allowed values` after it."""
    head, _, allowed = spec.partition("|")
    expression, _, kind = head.partition(":")
    return f"<input>{text('inputExpression', expression, typeRef=kind)}{text('inputValues', allowed) if allowed else ''}</input>"


def result(spec):
    """`name:type` with `|values` and `|default` after it."""
    head, values, default = [*spec.split("|"), "", ""][:3]
    name, _, kind = head.partition(":")
    parts = (text("outputValues", values) if values else "") + (
        text("defaultOutputEntry", default) if default else ""
    )
    return f'<output name="{name}" typeRef="{kind}">{parts}</output>'


def table(inputs, outputs, rules, policy="UNIQUE", aggregation=""):
    rows = []
    for number, row in enumerate(rules, 1):
        cells, remark = (row[:-1], row[-1][1:]) if row[-1].startswith("#") else (row, "")
        conditions, results = cells[: len(inputs)], cells[len(inputs) :]
        rows.append(
            f'<rule id="r{number}">{f"<description>{escape(remark)}</description>" if remark else ""}'
            + "".join(text("inputEntry", cell) for cell in conditions)
            + "".join(text("outputEntry", cell) for cell in results)
            + "</rule>"
        )
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    columns = "".join(map(column, inputs)) + "".join(map(result, outputs))
    return f'<decisionTable hitPolicy="{policy}"{aggregated}>{columns}{"".join(rows)}</decisionTable>'


def decision(logic, id_="d", name="결정", requires=(), inputs=()):
    links = "".join(
        f'<informationRequirement><requiredDecision href="#{one}"/></informationRequirement>'
        for one in requires
    )
    links += "".join(
        f'<informationRequirement><requiredInput href="#{one}"/></informationRequirement>' for one in inputs
    )
    return f'<decision id="{id_}" name="{name}">{links}{logic}</decision>'


def read(*arguments, **options):
    """The decision of a file that holds one table."""
    return read_dmn(file(decision(table(*arguments, **options)))).decisions["d"]


TRACK = (
    ["similarity:string", "same_regulation:boolean", "prior_approved:boolean"],
    ['track:string|"fast","normal"', "reply_days:number"],
    [
        ['"identical", "similar"', "true", "true", '"fast"', "15", "# 산업융합 촉진법 §10조의3⑧"],
        ["-", "-", "-", '"normal"', "30"],
    ],
    "FIRST",
)
VALIDITY = (
    ["kind:string", "long_term:boolean"],
    ["months:number"],
    [
        ['"demonstration"', "true", "48"],
        ['"demonstration"', "false", "24"],
        ['"permit"', "true", "36"],
        ['"permit"', "false", "24"],
    ],
)
