"""The book as one dataset of a catalogue (W3C DCAT 3, as JSON-LD whose context stands in the file)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from denizen.profiles.columns import credits, json_file, licences_of, sources_of, summary_of, title_of
from denizen.profiles.data_package import MEDIA_TYPES, suffix_of
from denizen.profiles.matter import BookMatter
from denizen.terms.measures import Figure
from denizen.terms.time import Period


def catalogue_entry(matter: BookMatter, files: Mapping[str, bytes]) -> bytes:
    """`data/dcat.jsonld`: the book as one dataset of a catalogue (W3C DCAT 3)."""
    agreements = credits(matter, sources_of(matter.table.figures))
    return json_file(
        {
            "@context": {
                "dcat": "http://www.w3.org/ns/dcat#",
                "dct": "http://purl.org/dc/terms/",
                "foaf": "http://xmlns.com/foaf/0.1/",
                "xsd": "http://www.w3.org/2001/XMLSchema#",
            },
            "@type": "dcat:Dataset",
            "dct:identifier": matter.fingerprint,
            "dct:title": title_of(matter),
            "dct:description": summary_of(matter),
            "dct:language": list(matter.place.languages),
            "dct:spatial": {"dct:identifier": matter.place.code, "dct:title": matter.place.name},
            "dct:temporal": _span(matter.table.figures),
            "dct:publisher": [{"@type": "foaf:Agent", "foaf:name": name} for name in matter.place.partners],
            "dct:license": [{"@id": url} for url in licences_of(agreements)],
            "dct:rights": [agreement.attribution for agreement in agreements],
            "dcat:theme": [theme.title for theme in matter.themes],
            "dcat:keyword": [indicator.title for indicator in matter.indicators],
            "dcat:distribution": [
                _distribution(name, content)
                for name, content in sorted(files.items())
                if suffix_of(name) in MEDIA_TYPES
            ],
        }
    )


def _distribution(name: str, content: bytes) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": name.removeprefix("data/"),
        "dcat:downloadURL": {"@id": name.removeprefix("data/")},
        "dcat:mediaType": MEDIA_TYPES[suffix_of(name)],
        "dcat:byteSize": len(content),
    }


def _span(figures: Sequence[Figure]) -> dict[str, Any]:
    periods = [Period.parse(text) for text in {figure.period for figure in figures}]
    if not periods:
        return {}
    first, last = min(p.start for p in periods), max(p.end for p in periods)
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@value": first.isoformat(), "@type": "xsd:date"},
        "dcat:endDate": {"@value": last.isoformat(), "@type": "xsd:date"},
    }
