"""The frame of areas: read from the area folder, fitted, and kept as the tables that every stage joins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from denizen.errors import UnreadableFile, WrongLayout
from denizen.intake import Limits
from denizen.intake.geography import read_boundaries, read_columns
from denizen.pipeline.folder import AreaFolder, AreaSet
from denizen.standardise.areas import EXACT, Fitted, PostcodePoints, fit_set, place_postcodes, with_parents
from denizen.standardise.locate import Locator
from denizen.store import Store
from denizen.terms.areas import Area, Fit, Geography


@dataclass(frozen=True, slots=True)
class Frame:
    """Every area of a place, and how they are built from base areas."""

    place: Area
    base: tuple[Area, ...]
    fitted: tuple[Fitted, ...]
    larger: tuple[Area, ...]
    postcodes: PostcodePoints | None
    older: tuple[tuple[str, str, str], ...]
    """(older base area, newer one, change: U unchanged, S split, M merged, X otherwise changed)"""
    older_vintage: str

    @property
    def areas(self) -> tuple[Area, ...]:
        """The place, its sets, its base areas."""
        return (self.place, *(area for fit in self.fitted for area in fit.areas), *with_parents(self.base, self.fitted))

    def members(self) -> dict[str, tuple[str, ...]]:
        """Area code -> the base areas that make it up."""
        found: dict[str, list[str]] = {self.place.code: [area.code for area in self.base]}
        for fit in self.fitted:
            for area in fit.areas:
                found[area.code] = []
            for base, area_code in fit.members:
                found[area_code].append(base)
        return {code: tuple(sorted(bases)) for code, bases in found.items()}

    def fits(self, residents: Mapping[str, float]) -> tuple[Fit, ...]:
        return tuple(fit.fit(residents) for fit in self.fitted)


def geography_files(area: AreaFolder) -> list[str]:
    """The names of every file that the frame is read from."""
    geography = area.file.geography
    sets = (geography.base, *geography.sets)
    names = [item.boundaries for item in sets]
    names += [item.names for item in sets if item.names]
    names += [item.lookup.file for item in sets if item.lookup]
    names += [geography.older.file] if geography.older else []
    names += [geography.postcodes.file] if geography.postcodes else []
    return names


def within(area: AreaFolder, name: str) -> Path:
    """A file of the area folder.

    Raises:  UnreadableFile, when the name leads out of the folder.
    """
    root = area.path.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise UnreadableFile(
            "The name leads out of the area folder.", where=name, mend="copy the file into the area folder"
        )
    return path


def read_frame(area: AreaFolder, limits: Limits) -> Frame:
    """Read boundaries, lookups and postcodes, and fit every set of areas.

    Raises:  UnreadableFile, WrongLayout.
    """
    geography = area.file.geography
    base = _read_set(area, geography.base, limits)
    postcodes = _read_postcodes(area, base, limits)
    fitted = tuple(_fit(area, item, base, postcodes, limits) for item in geography.sets)
    older: tuple[tuple[str, str, str], ...] = ()
    if geography.older:
        file = geography.older
        rows = read_columns(within(area, file.file), file.file, (file.older, file.newer, file.change), limits)
        here = {item.code for item in base}
        ours = {row[0] for row in rows if row[1] in here}
        older = tuple(sorted({(row[0], row[1], row[2]) for row in rows if row[0] in ours}))
    settings = area.file.area
    vintage = geography.base.vintage
    return Frame(
        place=Area(settings.code, settings.name, Geography.LAD, vintage, settings.name_cy),
        base=base,
        fitted=fitted,
        larger=tuple(Area(item.code, item.name, item.geography, vintage) for item in geography.larger),
        postcodes=postcodes,
        older=older,
        older_vintage=geography.older.vintage if geography.older else "",
    )


def keep_frame(frame: Frame, store: Store) -> None:
    """Write the tables members, known_areas, base_areas, older_base and postcodes."""
    _keep(
        store,
        "members",
        ("base_code", "base_geography", "area_code", "area_name", "geography", "vintage"),
        _members(frame),
    )
    _keep(store, "known_areas", ("area_code", "geography", "vintage"), _known(frame))
    _keep(store, "base_areas", ("area_code",), [(area.code,) for area in frame.base])
    _keep(store, "older_base", ("older", "newer", "change"), frame.older)
    points = frame.postcodes
    rows = [] if points is None else [(p, b) for p, b in zip(points.postcodes, points.bases, strict=True) if b]
    _keep(store, "postcodes", ("postcode", "area_code"), rows)


def _keep(store: Store, name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    values = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    store.take(name, values, dict.fromkeys(columns, "VARCHAR"))


def _read_set(area: AreaFolder, item: AreaSet, limits: Limits) -> tuple[Area, ...]:
    areas = read_boundaries(
        within(area, item.boundaries),
        item.boundaries,
        limits,
        geography=item.geography,
        vintage=item.vintage,
        code=item.code,
        title=item.name,
        title_cy=item.name_cy,
    )
    if not item.names:
        return areas
    rows = read_columns(within(area, item.names), item.names, ("code", "name"), limits)
    names = {row[0]: row[1] for row in rows}
    return tuple(replace(found, name=names.get(found.code, found.name)) for found in areas)


def _read_postcodes(area: AreaFolder, base: Sequence[Area], limits: Limits) -> PostcodePoints | None:
    file = area.file.geography.postcodes
    if file is None:
        return None
    rows = read_columns(within(area, file.file), file.file, (file.postcode, file.easting, file.northing), limits)
    try:
        return place_postcodes([(row[0], row[1], row[2]) for row in rows], Locator(base))
    except ValueError:
        raise WrongLayout(
            "A grid reference is not a number.", where=file.file, mend="use the columns of eastings and northings"
        ) from None


def _fit(
    area: AreaFolder, item: AreaSet, base: Sequence[Area], postcodes: PostcodePoints | None, limits: Limits
) -> Fitted:
    areas = _read_set(area, item, limits)
    lookup: list[tuple[str, str]] = []
    if item.lookup:
        file = item.lookup
        rows = read_columns(within(area, file.file), file.file, (file.base, file.area), limits)
        lookup = [(row[0], row[1]) for row in rows]
    return fit_set(areas, base, lookup=lookup, nests=item.nests, postcodes=postcodes)


def _members(frame: Frame) -> list[tuple[str, ...]]:
    place = frame.place
    rows = [_member(area, area) for area in (place, *frame.base, *frame.larger)]
    rows += [_member(area, place) for area in frame.base]
    base = {area.code: area for area in frame.base}
    for fit in frame.fitted:
        areas = {area.code: area for area in fit.areas}
        rows += [_member(area, area) for area in fit.areas]
        rows += [_member(base[b], areas[a]) for b, a in fit.members]
        if fit.method == EXACT:
            rows += [_member(area, place) for area in fit.areas]
    return rows


def _member(area: Area, of: Area) -> tuple[str, ...]:
    return area.code, area.geography.value, of.code, of.name, of.geography.value, of.vintage


def _known(frame: Frame) -> list[tuple[str, ...]]:
    sets = [area for fit in frame.fitted for area in fit.areas]
    rows: list[tuple[str, ...]] = [(area.code, area.geography.value, area.vintage) for area in (*frame.base, *sets)]
    rows += [(area.code, area.geography.value, "") for area in (frame.place, *frame.larger)]
    geography = frame.base[0].geography.value
    return rows + [(old, geography, frame.older_vintage) for old in sorted({row[0] for row in frame.older})]
