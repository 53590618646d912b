"""All lists of a town, drawn one after another, and the truth about which record tells of which event."""

from __future__ import annotations

from pathlib import Path

from denizen.synthetic.example import Example, open_example
from denizen.synthetic.extracts.antisocial_behaviour import draw_antisocial_behaviour
from denizen.synthetic.extracts.bodies import bodies_of, write_bodies
from denizen.synthetic.extracts.charities import draw_charities
from denizen.synthetic.extracts.community_groups import draw_community_groups
from denizen.synthetic.extracts.community_survey import draw_community_survey, write_opinions
from denizen.synthetic.extracts.delivery import Delivery, Desk
from denizen.synthetic.extracts.frontline_observations import draw_frontline_observations
from denizen.synthetic.extracts.hate_incidents import draw_hate_incidents
from denizen.synthetic.extracts.incidents import incidents_of, write_incidents
from denizen.synthetic.extracts.interpreter_use import draw_interpreter_use
from denizen.synthetic.extracts.libraries_in_town import draw_libraries
from denizen.synthetic.extracts.major_employers import draw_major_employers
from denizen.synthetic.extracts.people_lists import write_people_lists
from denizen.synthetic.extracts.published_totals import draw_published_totals
from denizen.synthetic.extracts.recruitment_agencies import draw_recruitment_agencies
from denizen.synthetic.extracts.scene import Drawn, Scene
from denizen.synthetic.extracts.statistics_office import write_statistics
from denizen.synthetic.extracts.voluntary_faith_organisations import draw_voluntary_faith_organisations
from denizen.synthetic.extracts.voluntary_sector_services import draw_voluntary_sector_services
from denizen.synthetic.happenings import happen
from denizen.synthetic.making import LISTS, TRUTH, Made

FORCE_AREA = " police force area"


def write_lists(made: Made, like: Path, folder: Path) -> list[Delivery]:
    """Write every list into the town's folder, and what is true of them into its truth; return the deliveries.

    Raises:  CannotWrite, and what reading the example raises.
    """
    desk, example = Desk(folder / LISTS), open_example(like)
    scene = Scene(
        made.town, happen(made.town, made.settings, made.seed), made.settings, made.seed, desk, _force(example)
    )
    people, others = write_people_lists(made, desk), write_other_lists(scene, folder / TRUTH)
    return [*write_statistics(made, example, desk), *people, *others]


def write_other_lists(scene: Scene, truth: Path) -> list[Delivery]:
    """Write the lists of events, organisations, totals and answers, and the truth about them."""
    incidents, bodies = incidents_of(scene), bodies_of(scene)
    drawn: list[Drawn] = [
        draw_antisocial_behaviour(scene, incidents),
        draw_hate_incidents(scene, incidents),
        draw_interpreter_use(scene, incidents),
        draw_frontline_observations(scene),
        draw_libraries(scene),
        draw_voluntary_faith_organisations(scene, bodies),
        draw_voluntary_sector_services(scene),
        draw_charities(scene, bodies),
        draw_community_groups(scene, bodies),
        draw_major_employers(scene),
        draw_recruitment_agencies(scene),
        draw_community_survey(scene),
        draw_published_totals(scene),
    ]
    write_incidents(incidents, [told for one in drawn for told in one.told], scene, truth)
    write_bodies(bodies, truth)
    write_opinions(scene, truth)
    return [delivery for one in drawn for delivery in one.deliveries]


def _force(example: Example) -> str:
    """What the police force calls itself: the name of its area in the example."""
    larger = example.document["geography"].get("larger", [])
    names = [str(area["name"]) for area in larger if area["geography"] == "pfa"]
    name = names[0].removesuffix(FORCE_AREA) if names else "Invented"
    return f"{name} Police" if name == "Metropolitan" else name
