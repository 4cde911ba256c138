"""OSM306: offline, an attribute can be bound over one association only."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.attribute_paths import AttributePath
from pytest_osm.rules.rule import Preset, Severity, applies, rule


@rule(
    "OSM306",
    "multi-step-attribute-path",
    on=AttributePath,
    applies=(applies(Severity.ERROR),),
    studio_pro_code="CE6206",
    link="https://docs.mendix.com/refguide/offline-first/",
    preset=Preset.DOCUMENTED,
)
def multi_step_attribute_path(path: AttributePath) -> Iterator[str]:
    """A page binds an attribute over two or more associations.

    An offline page can follow one association from the object it shows. Studio Pro reports
    longer paths as consistency error CE6206.

    Instead: put a data view over the first association around the widget, or keep the value in
    an attribute nearer to the object.

    In Studio Pro:
    1. Open the named page and widget.
    2. Put a data view around it, with the first association as its data source.
    3. Select the attribute again, now over the rest of the path.
    """
    if len(path.steps) > 1:
        way = " and ".join(step.association for step in path.steps)
        yield f"{path.attribute} is bound over {len(path.steps)} associations: {way}"
