"""Who is in the federation: the hub and the platforms, each with its organisations and people."""

from dataclasses import dataclass

from yunghap.identity.service import Cast, OrganisationKind, Role

HUB = "hub"


@dataclass(frozen=True, slots=True)
class Member:
    """An installation: its name, the organisation that takes part, and the cast."""

    name: str
    title: str
    title_en: str
    organisation: str
    cast: Cast


def _platform(name: str, long: str, short: str, english: str) -> Member:
    organisation = (f"{long} (시연)", short, f"{english} (demo)", OrganisationKind.COMPANY)
    person = (name, f"{short} 담당", short, (Role.DATA_PROVIDER, Role.ORGANISATION_MANAGER))
    return Member(name, long, english, short, Cast((organisation,), (person,)))


PLATFORMS = (
    _platform("transport", "교통데이터 채널", "교통채널", "Transport channel"),
    _platform("environment", "환경데이터 허브", "환경허브", "Environment hub"),
    _platform("manufacturing", "제조 인공지능 플랫폼", "제조플랫폼", "Manufacturing AI platform"),
)
COMPANY, SUPPLIER, AGENCY = "다온데이터", "제조플랫폼", "바우처기관"
MEMBERS = (
    *PLATFORMS,
    Member(
        HUB,
        "산업데이터 거래 허브",
        "Industrial data hub",
        COMPANY,
        Cast(
            (
                ("데이터 바우처 전담기관 (시연)", AGENCY, "Voucher agency (demo)", OrganisationKind.AGENCY),
                ("다온데이터 주식회사 (시연)", COMPANY, "Daon Data Inc. (demo)", OrganisationKind.COMPANY),
                (
                    "제조 인공지능 플랫폼 (시연)",
                    SUPPLIER,
                    "Manufacturing AI platform (demo)",
                    OrganisationKind.COMPANY,
                ),
            ),
            (
                ("consumer", "한이용", COMPANY, (Role.DATA_CONSUMER, Role.ORGANISATION_MANAGER)),
                ("supplier", "임제공", SUPPLIER, (Role.DATA_PROVIDER,)),
                ("agency", "정전담", AGENCY, (Role.AGENCY_OFFICER,)),
            ),
        ),
    ),
)
