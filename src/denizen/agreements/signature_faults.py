"""What is wrong with the signatures of a code or an agreement, as findings of the check.

Where no post is known by a key, nothing is found here: the names under a text are taken at their word, and are checked as names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from denizen.agreements.findings import Finding, Severity
from denizen.agreements.signatures import Judged, Verdict, are_two_people, content_hash, signers
from denizen.agreements.states import BOUND


def signature_faults(document: Mapping[str, Any], file: str, judged: Sequence[Judged]) -> list[Finding]:
    """Signatures that do not stand, and a text in force that fewer than two people have signed.

    Args:  what the document says; its file; its signatures, judged by the keys that are known.
    """
    if document.get("kind") == "open_licence":
        return []
    name, now = str(document.get("id") or file), content_hash(document)
    severity: Severity = "blocks" if document.get("status") in BOUND else "warns"
    found = [
        _finding(name, _in_words(name, one, now), _witness(one, now), severity, _repair(one, file))
        for one in judged
        if one.verdict is not Verdict.STANDS
    ]
    standing = signers(judged)
    if document.get("status") in BOUND and not are_two_people(standing):
        posts = ", ".join(sorted({key.post for key in standing}))
        state, who = str(document["status"]).replace("_", " "), f"{posts} alone" if posts else "nobody"
        sentence = f"{name} says that it is {state}, and {who} has signed what is there."
        mend = f"let two posts sign {file} with their keys, or set `status: draft`"
        found.append(_finding(name, sentence, {"signed_by": posts or "nobody", "there": now[:16]}, "blocks", mend))
    return found


def _finding(name: str, sentence: str, witness: Mapping[str, str], severity: Severity, repair: str) -> Finding:
    return Finding("unsigned", (name,), ("signatures",), witness, sentence, severity, repair)


def _witness(one: Judged, now: str) -> dict[str, str]:
    told = {name: str(one.statement.get(name, "")) for name in ("post", "signed_on", "key")}
    return told | {"signed": str(one.statement.get("content", ""))[:16], "there": now[:16], "is": one.verdict.value}


def _in_words(name: str, one: Judged, now: str) -> str:
    post, day = str(one.statement.get("post", "somebody")), str(one.statement.get("signed_on", "no day"))
    then = str(one.statement.get("content"))[:16]
    return {
        Verdict.OLDER_TEXT: f"{name}: {post} signed another text on {day} ({then}) than the one that is there ({now[:16]}).",
        Verdict.OTHER_DOCUMENT: f"{name}: {post} signed {one.statement.get('document')}, which is another document.",
        Verdict.UNKNOWN_KEY: f"{name}: a signature in the name of {post} is by a key that is not one of theirs here.",
        Verdict.FALSE: f"{name}: a signature in the name of {post} does not fit what it says was signed.",
    }[one.verdict]


def _repair(one: Judged, file: str) -> str:
    post = str(one.statement.get("post", "the post"))
    if one.verdict is Verdict.OLDER_TEXT:
        return f"let {post} read {file} and sign it again, or put back the text that was signed"
    if one.verdict is Verdict.UNKNOWN_KEY:
        return f"ask {post} for their .pub file and add it (`denizen agreements keys add`), or take the signature out"
    return f"take the signature out, and ask {post} whether they signed {file}"
