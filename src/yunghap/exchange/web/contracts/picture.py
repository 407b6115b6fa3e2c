"""The messages of a negotiation or an agreement as a picture: two lines, an arrow for each message, in their order."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunghap.core import clock
from yunghap.exchange.enums import DeliveryState, Direction
from yunghap.exchange.models import Message

WIDTH, TOP, STEP, LEFT, RIGHT = 720, 64, 56, 130, 590
_HEAD = 8


def draw_messages(messages: Sequence[Message], *, us: str, them: str) -> SafeString:
    """An SVG of the messages; what is on its way is dashed. Its text is the table beside it."""
    height = TOP + STEP * max(len(messages), 1) + 16
    arrows = format_html_join(
        "", "{}", ((_arrow(one, TOP + STEP * number),) for number, one in enumerate(messages, 1))
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-label="{label}" font-size="14" fill="currentColor">'
        '<text x="{left}" y="24" text-anchor="middle" font-weight="700">{us}</text>'
        '<text x="{right}" y="24" text-anchor="middle" font-weight="700">{them}</text>'
        '<path d="M{left} 36V{height}M{right} 36V{height}" stroke="currentColor" fill="none" stroke-opacity="0.4"/>'
        "{arrows}</svg>",
        width=WIDTH,
        height=height,
        left=LEFT,
        right=RIGHT,
        us=us[:24],
        them=them[:24],
        label=_("Messages between the two sides"),
        arrows=arrows,
    )


def _arrow(one: Message, y: int) -> SafeString:
    out = one.direction == Direction.OUT
    begin, end = (LEFT, RIGHT) if out else (RIGHT, LEFT)
    tip = end - _HEAD if out else end + _HEAD
    dash = "6 4" if one.state == DeliveryState.PENDING else "none"
    return format_html(
        '<g><path d="M{begin} {y}H{end}" stroke="currentColor" stroke-width="2" stroke-dasharray="{dash}"/>'
        '<path d="M{end} {y}L{tip} {above}V{below}Z"/>'
        '<text x="{middle}" y="{label_y}" text-anchor="middle">{label}</text>'
        '<text x="{middle}" y="{time_y}" text-anchor="middle" font-size="12" fill-opacity="0.75">{at}</text></g>',
        begin=begin,
        end=end,
        tip=tip,
        y=y,
        above=y - 5,
        below=y + 5,
        dash=dash,
        middle=(LEFT + RIGHT) // 2,
        label_y=y - 8,
        time_y=y + 16,
        label=name_of(one),
        at=clock.local(one.at).strftime("%Y-%m-%d %H:%M:%S"),
    )


def name_of(one: Message) -> str:
    """What a message is called on the pages."""
    names = {
        "ContractRequestMessage": _("Request"),
        "ContractOfferMessage": _("Offer"),
        "ContractAgreementMessage": _("Agreement"),
        "ContractAgreementVerificationMessage": _("Confirmation of the agreement"),
        "ContractNegotiationTerminationMessage": _("Breaking off"),
        "TransferRequestMessage": _("Request for the data"),
        "TransferStartMessage": _("Start of the transfer"),
        "TransferCompletionMessage": _("End of the transfer"),
        "TransferSuspensionMessage": _("Pause of the transfer"),
        "TransferTerminationMessage": _("Breaking off"),
        "AgreementNotice": _("Notice about the contract"),
    }
    if one.kind == "ContractNegotiationEventMessage":
        return _("Acceptance") if '"ACCEPTED"' in one.body else _("Conclusion")
    return names.get(one.kind, one.kind)
