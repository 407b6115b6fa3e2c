"""The floors of branch coverage: what falls under which, and when it fails."""

from bin.coverage_floors import REST, Part, part_of, read_floors


def test_core_and_every_domain_are_parts_of_their_own() -> None:
    assert part_of("src/yunghap/core/gate/xml.py") == "core"
    assert part_of("src/yunghap/anything/domain/deep/er.py") == "anything/domain"
    assert part_of("src/yunghap/plan/web/pages.py") == part_of("src/yunghap/__init__.py") == REST


def test_only_complete_is_complete() -> None:
    part = Part()
    found = {
        "summary": {
            "covered_lines": 999,
            "covered_branches": 999,
            "num_statements": 1000,
            "num_branches": 1000,
        },
        "missing_lines": [3, 4, 5, 7],
        "missing_branches": [[6, 7], [9, -1]],
    }
    part.add("a.py", found)
    assert part.percent == 99.9
    assert part.missed == ["a.py: 3-5, 7, 9 -> exit"]
    assert Part().percent == 100.0


def test_floors_are_lines_with_remarks() -> None:
    assert read_floors("# a remark\ncore 100\n\nplan/domain 97.5  # uploads\n") == {
        "core": 100.0,
        "plan/domain": 97.5,
    }
