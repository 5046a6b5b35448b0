"""Code lists of industry chains: tiers, kinds, relations, roles and grades; the codes of the public chain files."""

from enum import StrEnum


class Tier(StrEnum):
    """Where a node stands within one chain, from inputs to final use."""

    UPSTREAM = "upstream"
    MIDSTREAM = "midstream"
    DOWNSTREAM = "downstream"


class NodeKind(StrEnum):
    """What sort of thing a chain node is."""

    MATERIAL = "material"
    PART = "part"
    EQUIPMENT = "equipment"
    PROCESS = "process"
    SOFTWARE = "software"
    PRODUCT = "product"
    SERVICE = "service"


class Relation(StrEnum):
    """What a link says; only `supplies` ever enters arithmetic, `is_type_of` groups substitutes under a label."""

    SUPPLIES = "supplies"
    STAGE_FLOW = "stage_flow"
    IS_TYPE_OF = "is_type_of"
    COMPLEMENTS = "complements"


class Completeness(StrEnum):
    """How completely a node was looked at; only a census turns "nobody found" into zero."""

    CENSUS = "census"
    PARTIAL = "partial"
    NONE = "none"


class CapabilityRole(StrEnum):
    """What a body can do with a thing; never merged, because who uses a thing cannot be asked to make it."""

    PRODUCES = "produces"
    DEVELOPS = "develops"
    TESTS = "tests"
    INTEGRATES = "integrates"
    USES = "uses"
    OPERATES = "operates"
    UNSTATED = "unstated"


class BasisGrade(StrEnum):
    """What a placement rests on, best first; the last three are leads, not proof."""

    NAMED = "named"
    REGISTRY = "registry"
    INDUSTRY_CLASS = "industry_class"
    NAME_WORD = "name_word"
    TEXT = "text"


class Strengthening(StrEnum):
    """Kinds of intervention on a chain: fill a gap, extend, strengthen, secure."""

    FILL = "fill"
    EXTEND = "extend"
    STRENGTHEN = "strengthen"
    SECURE = "secure"


class ControlKind(StrEnum):
    """By what a controller holds a supply."""

    SUPPLIER = "supplier"
    EQUIPMENT = "equipment"
    LICENCE = "licence"


class CapacityBasis(StrEnum):
    """What a yearly figure of supply is; sales are a lower bound of capacity, and the two are never added up."""

    CAPACITY = "capacity"
    SALES = "sales"


class Precision(StrEnum):
    """How fine a reading of a class is: one node, several, a chain or a cluster only."""

    FINE = "fine"
    COARSE = "coarse"
    CHAIN_ONLY = "chain_only"
    CLUSTER_ONLY = "cluster_only"
