"""OSM306: on an offline page, an attribute path can follow one association only."""

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
    """A page uses an attribute path over two or more associations.

    An offline page can follow one association from the object it shows. Studio Pro reports
    longer paths as consistency error CE6206.

    Instead: put the widget into a data view that follows the first association, or store the
    value in an attribute closer to the object.

    In Studio Pro:
    1. Open the named page and widget.
    2. Put a data view around the widget, with the first association as its data source.
    3. Select the attribute again, now over the rest of the path.
    """
    if len(path.steps) > 1:
        over = " and ".join(step.association for step in path.steps)
        yield f"the path to {path.attribute} follows {len(path.steps)} associations: {over}"
