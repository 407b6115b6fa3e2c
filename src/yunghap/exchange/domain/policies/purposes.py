"""Purposes of use that the editor offers; a policy may name others, as long as both sides mean the same word."""

from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, object] = {
    "yunghap:research": _("research and development"),
    "yunghap:public-service": _("public service and policy"),
    "yunghap:product-improvement": _("improving one's own products and processes"),
    "yunghap:training": _("training of AI models"),
    "yunghap:statistics": _("statistics"),
    "yunghap:commercial": _("commercial services"),
    "yunghap:education": _("education"),
}
