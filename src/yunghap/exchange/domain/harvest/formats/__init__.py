"""The formats catalogues come in; another one registers here, from a module's `ready` or a third party's."""

from yunghap.core.registry import Registry
from yunghap.exchange.domain.harvest.records import Adapter
from yunghap.exchange.enums import HarvestKind

from . import ckan, data_go_kr, data_json, dcat, dsp

adapters: Registry[Adapter] = Registry("harvest kinds")
adapters.register(HarvestKind.DATA_GO_KR.value, data_go_kr.read)
adapters.register(HarvestKind.CKAN.value, ckan.read)
adapters.register(HarvestKind.DCAT.value, dcat.read)
adapters.register(HarvestKind.DATA_JSON.value, data_json.read)
adapters.register(HarvestKind.DSP.value, dsp.read)

__all__ = ["adapters"]
